import { Resources } from '../config/resources';
import { claimFreeSlot, openStack, type PartName, type Stack } from '../stack';

interface OwnStackOptions {
  /** All of them unless some are named. */
  readonly parts?: readonly PartName[];
  /** Settings of api and worker. */
  readonly env?: Readonly<Record<string, string>>;
}

type Work<T> = (stack: Stack, resources: Resources) => Promise<T>;

/**
 * Runs the work on a stack that nobody else uses. When it is over, or has failed, or the user interrupted it
 * (which throws), everything that the work has pushed is released, and the stack is removed.
 */
export async function onOwnStack<T>(work: Work<T>, { parts = [], env = {} }: OwnStackOptions = {}): Promise<T> {
  const stack = openStack(await claimFreeSlot(), { env });
  const resources = new Resources();
  const interruption = interrupted();
  const starting = stack.start(...parts);
  try {
    return await Promise.race([interruption, starting.then(() => work(stack, resources))]);
  } finally {
    await resources.release((name, error) => console.error(`${name} could not be released:`, error));
    // Stopping what already runs makes a start that is still going on fail; only then is nothing added any more.
    await stack.stop();
    await Promise.allSettled([starting]);
    await stack.remove();
  }
}

function interrupted(): Promise<never> {
  return new Promise((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => reject(new Error('Interrupted; the stack is being removed.')));
    }
  });
}
