import type { Command } from './command';

/** Every command, by its name. */
export const COMMANDS: Readonly<Record<string, Command>> = {};
