import type { Part } from '../part';
import { runningProcess } from '../run/running-process';
import type { Slot } from '../slot';
import { makeCommand } from './make-command';

/** On Ctrl-C, says which parts run on, because they do not depend on us, and ends. Unfinished builds are cleared away. */
export function onInterrupt(slot: Slot, parts: readonly Part[]): void {
  for (const [signal, status] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const) {
    process.on(signal, () => {
      const running = parts.filter((part) => runningProcess(slot, part.name)).map((part) => part.name);
      if (running.length === 0) console.error('\nInterrupted; nothing is running.');
      else console.error(`\nInterrupted; still running: ${running.join(', ')}. To stop them: ${makeCommand(slot, 'setup-down')}`);
      process.exit(status);
    });
  }
}
