// The end-to-end tests in features/, for `npx cucumber-js`. They ask a running system, whose address is in API_URL, and
// tell the stand-in for the user service, at USER_API_URL, to misbehave; there is one of it, so nothing runs in parallel.
// Where test routes are switched off: `npx cucumber-js --tags 'not @test-routes and not @user-service'`.
const { API_URL, USER_API_URL, TEST_SLOWNESS } = process.env;

export default {
  requireModule: ['tsx/cjs'],
  require: ['features/{support,steps}/**/*.ts'],
  format: ['pretty'],
  publish: false,
  worldParameters: {
    apiUrl: API_URL || 'http://127.0.0.1:8000',
    userApiUrl: USER_API_URL || 'http://127.0.0.1:8001',
    // How many times longer than usual what a scenario only prepares may take: `make test` measures it.
    slowness: Number(TEST_SLOWNESS || 1),
  },
};
