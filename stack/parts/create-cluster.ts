import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { localPasswords } from '../environment';
import { runTool } from '../run/run-tool';
import { postgresBinaries } from './postgres-binaries';
import { unprivileged } from './unprivileged';

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
