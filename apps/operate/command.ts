import { userInfo } from 'node:os';
import type { Config } from '../../config/config';
import type { Logger } from '../../config/logger';
import type { Resources } from '../../config/resources';

/** What a command is run with. */
export interface CommandContext {
  readonly config: Config;
  readonly logger: Logger;
  /** Everything that has to be closed is pushed here, and released in reverse when the command has ended. */
  readonly resources: Resources;
  /** Prints a line on the terminal. */
  readonly print: (line: string) => void;
}

/** A command for operators. */
export interface Command {
  /** The arguments after the command's name, for the help: `list | show ID`. Empty when there are none. */
  readonly usage: string;
  readonly summary: string;
  /** Runs the command. True when it succeeded; throws `UsageError` when the arguments do not match `usage`. */
  run(context: CommandContext, args: readonly string[]): Promise<boolean>;
}

/** The arguments of a command are wrong. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The operating system's name of the user who runs this command. */
export function operatorName(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container a user may have only a number.
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
