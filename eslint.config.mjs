import tseslint from 'typescript-eslint';

const TESTS = ['**/*.test.ts', '**/*.fixture.ts', 'adapters/contracts/**'];

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

const OWN = '\\./';
const DOMAIN = '\\.\\./domain/';
const PORTS = '\\.\\./activities/(?:(?:upkeep-|reconcile-)?ports|limits-port)$';

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
      'max-lines': ['error', { max: 150, skipBlankLines: true, skipComments: true }],
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
  layer(['workflows/**'], {
    allow: [OWN, DOMAIN, '@temporalio/workflow$', '@temporalio/common$'],
    types: ['\\.\\./activities(?:/upkeep)?$'],
  }),
  layer(['activities/**'], { allow: [OWN, DOMAIN, '@temporalio/activity$', 'p-limit$'] }),
  layer(['adapters/**'], {
    allow: [OWN, DOMAIN, PORTS, '\\.\\./workflows/contract$', 'node:', 'zod$', 'pg$', 'node-pg-migrate$', 'mongodb$', 'kafkajs$', 'cloudevents$', '@temporalio/client$', '@aws-sdk/client-s3$', '@openfeature/'],
    types: ['\\.\\./apps/(?:(?:api|operate|example-consumer)/ports|api/limits-port)$'],
  }),
  layer(['apps/**'], {
    allow: ['(?!.*/workflows(?:/(?!contract$)|$))'],
    types: ['.*/workflows'],
  }),
  { files: ['workflows/**'], rules: { 'max-lines': ['error', { max: 120 }] } },
  { files: ['features/**/*.ts'], rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: ['**/apps/**', '**/adapters/**', '**/domain/**', '**/workflows/**', '**/activities/**', '**/config/**', '**/stack/**', '**/test/**'] }] } },
  { files: ['config/config.ts', 'stack/**', 'test/**', 'bench/**'], rules: { 'no-restricted-properties': 'off' } },
  { files: ['stack/**', 'test/**', 'bench/**'], rules: { 'no-console': 'off' } },
  { files: TESTS, rules: { 'max-lines': 'off' } },
);
