import { loadConfig } from '../../config/config';
import { createProcessLogger } from '../../config/logger';
import { Resources } from '../../config/resources';
import { errorChain } from '../../domain/error-chain';
import { UsageError } from './command';
import { COMMANDS } from './compose';

/** Runs the command that the arguments name, and prints a failure in one line. True when it succeeded. */
export async function runCommand([name = '', ...args]: readonly string[]): Promise<boolean> {
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    for (const [known, { usage, summary }] of Object.entries(COMMANDS)) print(`${`${known} ${usage}`.padEnd(44)} ${summary}`);
    return false;
  }
  const logger = createProcessLogger('operate', 'warn');
  const resources = new Resources();
  try {
    return await command.run({ config: loadConfig(), logger, resources, print }, args);
  } catch (error) {
    process.stderr.write(`${errorChain(error)}\n${error instanceof UsageError ? `usage: ${name} ${command.usage}\n` : ''}`);
    return false;
  } finally {
    await resources.release((resource, error) => logger.warn(`${resource} could not be released`, { error }));
  }
}
