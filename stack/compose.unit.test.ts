import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { environment } from './environment';
import { SERVICE_NAMES } from './services';
import { repositoryFolder, slotAt } from './slot';

const text = readFileSync(path.join(repositoryFolder, 'docker-compose.yml'), 'utf8');

/** The lines of a block that begins with this line, up to the next line that is indented no deeper. */
function block(begin: string): string {
  const [, rest = ''] = text.split(`\n${begin}\n`);
  const depth = begin.search(/\S/);
  const lines = rest.split('\n');
  const end = lines.findIndex((line) => line.trim() !== '' && line.search(/\S/) <= depth);
  return lines.slice(0, end === -1 ? undefined : end).join('\n');
}

describe('Docker Compose', () => {
  const addresses = Object.keys(environment(slotAt(1))).filter((name) => /_(URL|ADDRESS|BROKERS)$/.test(name));

  for (const name of addresses) {
    it(`tells our processes ${name}, as the stack does`, () => {
      assert.match(block('x-settings: &settings'), new RegExp(`^  ${name}: `, 'm'));
    });
  }

  for (const name of ['api', 'worker', ...SERVICE_NAMES]) {
    it(`runs ${name} with these settings`, () => {
      assert.match(block(`  ${name}:`), /^ {6}<<: \*settings$/m);
    });
  }
});
