/** What ESLint cannot see: circles, and what production code reaches by way of others. See CONTRIBUTING.md, "Layers". */
const TESTS = '[.](?:test|fixture)[.]ts$|^(?:test|features|bench)/';

module.exports = {
  forbidden: [
    { name: 'no-circle-of-files', severity: 'error', from: { pathNot: TESTS }, to: { circular: true } },
    { name: 'no-circle-of-folders', severity: 'error', scope: 'folder', from: {}, to: { circular: true } },
    { name: 'no-tests-in-production', severity: 'error', from: { pathNot: TESTS }, to: { path: TESTS } },
    { name: 'only-apps-import-apps', severity: 'error', from: { pathNot: `^apps/|^examples/|${TESTS}` }, to: { path: '^apps/' } },
  ],
  options: {
    // Types count as well: whoever reads a file needs them.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    includeOnly: '^(?:activities|adapters|apps|config|domain|examples|ports|stack|temporal|test|workflows)/',
    exclude: '[.](?:test|fixture)[.]ts$',
  },
};
