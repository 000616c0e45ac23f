import { userInfo } from 'node:os';
import type { Config } from '../../config/config';
import type { Logger } from '../../config/logger';
import type { Resources } from '../../config/resources';

/** What a command is run with. */
export interface CommandContext {
  readonly config: Config;
  readonly logger: Logger;
  /** Whatever opens is pushed here, and released in reverse when the command has ended. */
  readonly resources: Resources;
  /** Prints a line for whoever has typed the command. */
  readonly print: (line: string) => void;
}

/** Something an operator can have done at once. */
export interface Command {
  /** What comes after the command's name, for the help: `list | show ID`. Empty when nothing does. */
  readonly usage: string;
  readonly summary: string;
  /** Does it. True when it came out well; throws `UsageError` when the arguments are not what `usage` says. */
  run(context: CommandContext, args: readonly string[]): Promise<boolean>;
}

/** The arguments of a command are wrong. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Who runs this command, as the machine knows them. */
export function operatorName(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container a user may have a number alone.
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
