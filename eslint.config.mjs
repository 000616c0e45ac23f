import tseslint from 'typescript-eslint';

const TESTS = ['**/*.test.ts', '**/*.fixture.ts', 'test/**'];
const UP = '(?:\\.\\./)+';
const OWN = '\\./';
const DOMAIN = `${UP}domain/`;
const PORTS = `${UP}ports/`;

/**
 * What the files of a layer may import: `allow` at run time, `types` as types only, nothing else. Each entry is a
 * regular expression for the beginning of the import path. The table is section "Layers" of CONTRIBUTING.md.
 */
function layer(files, { allow, types = [] }) {
  const allowed = `^(?:${allow.join('|')})`;
  const patterns = [
    { regex: `^(?!${[...allow, ...types].join('|')})`, message: 'Not from this layer: see CONTRIBUTING.md, "Layers".' },
    ...types.map((type) => ({
      regex: `^(?!${allowed.slice(1)})(?:${type})`,
      allowTypeImports: true,
      message: 'Types only from here: see CONTRIBUTING.md, "Layers".',
    })),
  ];
  return { files, ignores: TESTS, rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] } };
}

/** An adapter knows its own product's driver, and no other adapter. */
function adapter(product, ...drivers) {
  return layer([`adapters/${product}/**`], { allow: [OWN, DOMAIN, PORTS, 'node:', 'zod$', ...drivers] });
}

const SPOOLED = '\\.\\./spool/';

const NOT_FOR_APPS = '.*/(?:workflows(?:/(?!contract$)|$)|test/)';
/** A product is known to its adapter alone, so that it can be swapped there. */
const DRIVERS = '(?:pg|node-pg-migrate|kafkajs|cloudevents|mongodb)$|@aws-sdk/|@openfeature/';

export default tseslint.config(
  { ignores: ['dist/', '.stack/', 'node_modules/', 'coverage/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/require-await': 'off',
      'no-console': 'error',
      'max-lines': ['error', { max: 200 }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'No default exports.' },
        { selector: 'TSEnumDeclaration', message: 'A closed union instead of an enum.' },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only config/ reads the environment.' },
      ],
    },
  },
  layer(['domain/**'], { allow: [OWN] }),
  layer(['ports/**'], { allow: [OWN, DOMAIN] }),
  layer(['workflows/**'], {
    allow: [OWN, DOMAIN, '@temporalio/workflow$', '@temporalio/common$'],
    types: ['\\.\\./activities(?:/maintenance)?$'],
  }),
  layer(['activities/**'], { allow: [OWN, '\\.\\./[\\w-]+$', DOMAIN, PORTS, '@temporalio/activity$', 'p-limit$'] }),
  adapter('postgres', 'pg$', 'node-pg-migrate$'),
  adapter('kafka', 'kafkajs$', 'cloudevents$'),
  adapter('mongo', 'mongodb$'),
  adapter('temporal', '@temporalio/client$', `${UP}workflows/contract$`),
  adapter('s3', '@aws-sdk/client-s3$', SPOOLED),
  adapter('files', SPOOLED),
  adapter('spool'),
  adapter('http'),
  adapter('flagd', '@openfeature/'),
  layer(['apps/**'], { allow: [`(?!${NOT_FOR_APPS}|${DRIVERS})`], types: ['.*/workflows'] }),
  layer(['examples/**'], { allow: [`(?!${NOT_FOR_APPS})`], types: ['.*/workflows'] }),
  { files: ['workflows/**'], rules: { 'max-lines': ['error', { max: 120 }] } },
  {
    files: ['test/fakes/**'],
    ignores: ['**/*.test.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [{ regex: `^(?!${[OWN, DOMAIN, PORTS, `${UP}adapters/spool/`, `${UP}examples/consumer/consume-record$`, 'node:'].join('|')})`, message: 'A fake knows ports and domain.' }] }] },
  },
  { files: ['features/**/*.ts'], rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: ['**/apps/**', '**/adapters/**', '**/domain/**', '**/ports/**', '**/workflows/**', '**/activities/**', '**/config/**', '**/stack/**', '**/test/**'] }] } },
  { files: ['config/config.ts', 'stack/**', 'test/**', 'bench/**'], rules: { 'no-restricted-properties': 'off' } },
  { files: ['stack/**', 'test/**', 'bench/**'], rules: { 'no-console': 'off' } },
  { files: TESTS, rules: { 'max-lines': 'off' } },
);
