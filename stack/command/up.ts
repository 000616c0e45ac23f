import { stopwatch } from '../elapsed';
import type { Part } from '../part';
import { PartFailed } from '../run/part-failed';
import { checkMachine } from '../run/start-parts';
import type { Slot } from '../slot';
import { makeCommand } from './make-command';
import { showStart } from './show-start';

/** Starts what does not run yet, and tells where everything is, or what failed and how. True when all is ready. */
export async function up(slot: Slot, parts: readonly Part[]): Promise<boolean> {
  const time = stopwatch();
  await checkMachine(slot, parts);
  const failures = await showStart(slot, parts);
  for (const text of new Set(failures.map(described))) console.error(`\n${text}`);
  if (failures.length > 0) {
    console.error(`\nWhat has become ready keeps running: ${makeCommand(slot, 'status')} lists it, ${makeCommand(slot, 'setup-down')} stops it.`);
    return false;
  }
  console.log(`\nReady in ${time()}.\n\n${addresses(slot, parts)}`);
  return true;
}

function described(failure: unknown): string {
  if (!(failure instanceof Error)) return String(failure);
  const cause = failure.cause instanceof Error ? ` (${failure.cause.message || failure.cause.name})` : '';
  return `${failure.message}${cause}${failure instanceof PartFailed ? `\n${failure.log}` : ''}`;
}

function addresses({ ports }: Slot, parts: readonly Part[]): string {
  const api = `http://127.0.0.1:${ports.api}`;
  const lines = [`Temporal Web UI  http://127.0.0.1:${ports.temporalUi}`];
  if (parts.some((part) => part.name === 'api')) {
    lines.unshift(`API              ${api}/api/orders`, `Swagger page     ${api}/swagger/index.html`, `Readiness        ${api}/readiness`);
  }
  return lines.join('\n');
}
