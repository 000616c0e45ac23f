import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { closedPort } from '../../../test/contracts/closed-port';

const WITHIN_MS = 30_000;

/** Starts the API in a process of its own; resolves with how that ended. */
function start(env: Readonly<Record<string, string>>): Promise<{ code: unknown; said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', require.resolve('../main')], { env, timeout: WITHIN_MS }, (error, stdout) =>
      resolve({ code: error?.code, said: stdout }),
    );
  });
}

describe('The API, where others can reach it', () => {
  it('ends at once without keys, and says what it misses', async function () {
    this.timeout(WITHIN_MS);
    const { code, said } = await start({ HOST: '0.0.0.0', API_PORT: String(await closedPort()) });
    assert.equal(code, 1);
    assert.match(said, /cannot start: HOST is not this machine alone, and there are no API_KEYS/);
  });
});
