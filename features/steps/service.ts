import assert from 'node:assert/strict';
import { type DataTable, Then, When } from '@cucumber/cucumber';
import { mediaType } from '../support/http';
import type { OrderWorld } from '../support/world';

When(/^a client asks for (\/.*)$/, async function (this: OrderWorld, path: string) {
  await this.ask(path);
});

Then('the answer is {int} and says ok', function (this: OrderWorld, expected: number) {
  const { status, body } = this.answer;
  assert.deepEqual({ status, body }, { status: expected, body: { status: 'ok' } });
});

Then('these operations are described:', function (this: OrderWorld, table: DataTable) {
  const { openapi, paths } = this.answer.body as { openapi: string; paths: Record<string, object> };
  assert.match(openapi, /^3\.1\./);
  const described = Object.entries(paths).flatMap(([path, operations]) => Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`));
  for (const [method, path] of table.raw()) assert.ok(described.includes(`${method} ${path}`), `${method} ${path}`);
});

Then('a page is shown, and everything it loads is there', async function (this: OrderWorld) {
  const { status, headers, body } = this.answer;
  assert.deepEqual([status, mediaType(headers)], [200, 'text/html']);
  const files = [...String(body).matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, file]) => file);
  assert.ok(files.length > 0, 'the page loads nothing');
  for (const file of files) assert.equal((await this.ask(`/swagger/${file}`)).status, 200, file);
});

Then('orders_accepted_total is at least 1', function (this: OrderWorld) {
  assert.equal(this.answer.status, 200);
  assert.match(String(this.answer.body), /^orders_accepted_total [1-9]\d*$/m);
});
