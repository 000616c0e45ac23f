import type { CheckService } from '../domain/checks';

/** Thrown by every port that cannot answer now, when a later try may succeed: the dependency is down, slow or answers nonsense. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';

  constructor(
    readonly dependency: 'temporal' | 'postgres' | 'mongodb' | 'kafka' | 'spool' | CheckService,
    options?: { readonly cause: unknown },
  ) {
    super(`${dependency} cannot answer`, options);
  }
}

/** Waits for the work, at most so long; then throws. The work itself goes on, and its result is ignored. */
export async function withDeadline<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
