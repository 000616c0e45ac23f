import { apiKeys, hashOfKey, newApiKey, ROLES } from '../../config/api-keys';
import { type Command, UsageError } from './command';

/** The command that makes an API key. It prints the key once and stores it nowhere: the configuration has its hash. */
export function apiKeyCommand(): Command {
  return {
    usage: `NAME ${ROLES.join('|')}`,
    summary: 'Make an API key, and the entry for API_KEYS that lets its holder in',
    async run({ print }, args) {
      const [name, role] = args;
      const key = newApiKey();
      const entry = `${name}:${role}:${hashOfKey(key).toString('hex')}`;
      if (args.length !== 2 || !apiKeys.safeParse(entry).success) throw new UsageError('A name has letters, digits, and any of . _ -');
      print(`Key, for its holder alone; it cannot be had again:  ${key}`);
      print(`Entry for API_KEYS:  ${entry}`);
      return true;
    },
  };
}
