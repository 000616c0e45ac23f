import { withDeadline } from '../adapters/deadline';

/** Something that must answer before a process is of use. */
export interface Dependency {
  readonly name: string;
  /** Resolves when it answers; throws why not. */
  ping(): Promise<void>;
}

const PING_TIMEOUT_MS = 1_000;

/** Asks all of them at once and names those that do not answer within a second. */
export async function unhealthy(dependencies: readonly Dependency[]): Promise<string[]> {
  const answers = await Promise.all(dependencies.map(async (dependency) => ((await isHealthy(dependency)) ? [] : [dependency.name])));
  return answers.flat();
}

async function isHealthy(dependency: Dependency): Promise<boolean> {
  try {
    await withDeadline(PING_TIMEOUT_MS, dependency.ping());
    return true;
  } catch {
    return false;
  }
}
