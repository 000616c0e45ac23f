import { spawn } from 'node:child_process';
import path from 'node:path';
import { schemathesisPython } from '../../stack';
import { basics } from '../../stack/outside';

/** Tests the API at an address with schemathesis: `run.ts REPORT_FILE API_URL`. All it writes is beside its report. */
async function main([report = '', apiUrl = '']: readonly string[]): Promise<void> {
  const python = await schemathesisPython((text) => console.log(text));
  const settings = path.join(__dirname, 'schemathesis.toml');
  const args = ['-m', 'schemathesis.cli', '--config-file', settings, 'run', `${apiUrl}/openapi.json`, '--report', 'json', '--report-json-path', report];
  const folder = path.dirname(report);
  const env = {
    ...basics(),
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONUTF8: '1',
    PYTHONPATH: __dirname,
    SCHEMATHESIS_HOOKS: 'hooks',
    HYPOTHESIS_STORAGE_DIRECTORY: path.join(folder, 'hypothesis'),
  };
  const child = spawn(python, args, { cwd: folder, env, stdio: ['ignore', 'inherit', 'inherit'] });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(error);
    process.exitCode = 1;
  });
  child.on('close', (code) => (process.exitCode = code ?? 1));
}

void main(process.argv.slice(2));
