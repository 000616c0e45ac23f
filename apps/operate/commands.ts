import { apiKeyCommand } from './api-key';
import type { Command } from './command';
import { composeDeadLetters } from './compose-dead-letters';
import { composeMaintenance } from './compose-maintenance';
import { deadLetterCommand } from './dead-letter';
import { reconcileCommand } from './reconcile';
import { recoverCommand } from './recover';

/** Every command, by its name. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  'api-key': apiKeyCommand(),
  'dead-letter': deadLetterCommand(composeDeadLetters),
  reconcile: reconcileCommand(composeMaintenance),
  recover: recoverCommand(composeMaintenance),
};
