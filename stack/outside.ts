import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { SERVICE_NAMES, SERVICES } from './services';
import { lastSlot, type PortName, repositoryFolder, type Slot, slotAt } from './slot';

export type Variables = Readonly<Record<string, string | undefined>>;

const basicNames = ['PATH', 'HOME', 'USER', 'LANG', 'TMPDIR', 'TZ', 'JAVA_HOME', 'NODE_EXTRA_CA_CERTS'];
const portVariables: readonly (readonly [setting: string, port: PortName])[] = [
  ['API_PORT', 'api'],
  ['WORKER_HEALTH_PORT', 'workerHealth'],
  ...SERVICE_NAMES.map((name) => [SERVICES[name].portSetting, name] as const),
];

/** What the user has set: the repository's `.env`, and the exported variables, which win. */
export function outside(): Variables {
  return { ...parseEnv(dotEnv()), ...process.env };
}

/** The text of the repository's `.env`; empty when there is none. */
export function dotEnv(): string {
  const file = path.join(repositoryFolder, '.env');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** The variables any program needs, and nothing that would change what ours do. */
export function basics(): Variables {
  return Object.fromEntries(basicNames.map((name) => [name, process.env[name]]));
}

/** The slot the user means: `STACK_SLOT`, and in slot 0 the ports they gave to our own processes. */
export function slotFrom(variables: Variables): Slot {
  const text = variables['STACK_SLOT'] || '0';
  if (!/^\d{1,2}$/.test(text)) throw new Error(`STACK_SLOT must be a whole number from 0 to ${lastSlot}, not ${text}`);
  const number = Number(text);
  if (number !== 0) return slotAt(number);
  const ports: Partial<Record<PortName, number>> = {};
  for (const [variable, port] of portVariables) {
    if (variables[variable]) ports[port] = Number(variables[variable]);
  }
  return slotAt(0, ports);
}
