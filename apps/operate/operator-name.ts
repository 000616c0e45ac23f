import { userInfo } from 'node:os';

/** Who runs this command, as the machine knows them. */
export function operatorName(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container a user may have a number alone.
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
