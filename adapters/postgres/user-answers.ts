import type { Pool } from 'pg';
import type { KnownAnswer } from '../../domain/checks';
import type { UserAnswers } from '../../ports/users';
import { mapPostgresErrors } from './connection';

const FLUSH_AFTER_MS = 500;
/** How many answers are kept in memory while Postgres is down; when there are more, the oldest are dropped. */
const MOST_WAITING = 10_000;

const REMEMBER = {
  name: 'user-answers.remember',
  // In the order of the user ids, so that two workers which write the same users cannot deadlock.
  text: `INSERT INTO user_answers (user_id, valid, answered_at)
         SELECT user_id, valid, now() - age_ms * interval '1 millisecond'
         FROM unnest($1::text[], $2::boolean[], $3::float8[]) AS answer (user_id, valid, age_ms) ORDER BY user_id
         ON CONFLICT (user_id) DO UPDATE SET valid = excluded.valid, answered_at = excluded.answered_at
         WHERE user_answers.answered_at <= excluded.answered_at`,
};

const RECALL = {
  name: 'user-answers.recall',
  text: `SELECT valid, (extract(epoch FROM now() - answered_at) * 1000)::float8 AS "ageMs" FROM user_answers WHERE user_id = $1`,
};

interface Waiting {
  readonly valid: boolean;
  /** By `performance.now()`, which never goes back. */
  readonly answeredAt: number;
}

/**
 * The last answers in Postgres, whose clock measures their age. They are written in batches, at most twice a second: no order
 * waits for the cache, and a hundred users cost one statement.
 */
export class PostgresUserAnswers implements UserAnswers {
  readonly #waiting = new Map<string, Waiting>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(private readonly pool: Pool) {}

  remember(userId: string, valid: boolean): void {
    this.#wait(userId, { valid, answeredAt: performance.now() });
  }

  #wait(userId: string, answer: Waiting): void {
    this.#waiting.delete(userId);
    this.#waiting.set(userId, answer);
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > MOST_WAITING && oldest !== undefined) this.#waiting.delete(oldest);
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_AFTER_MS).unref();
  }

  async recall(userId: string): Promise<KnownAnswer | undefined> {
    const { rows } = await mapPostgresErrors(this.pool.query<{ valid: boolean; ageMs: number }>({ ...RECALL, values: [userId] }));
    return rows[0];
  }

  /** Writes the waiting answers; those that cannot be written go on waiting. Never throws. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    const batch = [...this.#waiting];
    if (batch.length === 0) return;
    this.#waiting.clear();
    const now = performance.now();
    const columns = [
      batch.map(([userId]) => userId),
      batch.map(([, { valid }]) => valid),
      batch.map(([, { answeredAt }]) => now - answeredAt),
    ];
    try {
      await this.pool.query({ ...REMEMBER, values: columns });
    } catch {
      // They wait again, unless there is a newer answer about the user.
      for (const [userId, answer] of batch) if (!this.#waiting.has(userId)) this.#wait(userId, answer);
    }
  }
}
