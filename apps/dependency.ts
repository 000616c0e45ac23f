import { timeout, TimeoutStrategy } from 'cockatiel';

/** Something that must answer before a process is of use. */
export interface Dependency {
  readonly name: string;
  /** Resolves when it answers; throws why not. */
  ping(): Promise<void>;
}

const PING_TIMEOUT_MS = 1_000;

/** Asks all of them at once and names those that do not answer within a second. */
export async function namesOfDown(dependencies: readonly Dependency[]): Promise<string[]> {
  const answers = await Promise.all(dependencies.map(async (dependency) => ((await isUp(dependency)) ? [] : [dependency.name])));
  return answers.flat();
}

function isUp(dependency: Dependency): Promise<boolean> {
  return timeout(PING_TIMEOUT_MS, TimeoutStrategy.Aggressive)
    .execute(() => dependency.ping())
    .then(
      () => true,
      () => false,
    );
}
