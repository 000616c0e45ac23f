import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { z } from 'zod';
import { toKafkaMessage } from '../../adapters/kafka/event-message';
import { type DataOf, EVENT_ATTRIBUTES, EVENT_DATA, EVENT_TYPES, type EventType } from '../../apps/runtime/event-schemas';
import { createAsyncApiDocument } from '../../apps/worker/asyncapi';
import { numbered, type OrderFact } from '../../domain/events';
import { decode } from '../../examples/consumer/consume-record';

interface Sample {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Readonly<Record<string, unknown>>;
}

const folder = path.join(__dirname, 'v1');
const samples = readdirSync(folder).map((file) => ({ file, sample: JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Sample }));
const { messages } = createAsyncApiDocument('orders.events.v1').components;
const ajv = addFormats(new Ajv({ strict: false, allErrors: true }));

const typeOf = ({ headers }: Sample) => String(headers['ce_type']).replace(/\.v1$/, '') as EventType;

/** Every member in the schema, and each name it can hold if it can hold certain names only. */
function membersIn(schema: unknown): { member: string; names: unknown[] }[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const properties = 'properties' in schema ? Object.entries(schema.properties as Record<string, { enum?: unknown[]; const?: unknown }>) : [];
  const here = properties.map(([member, { enum: names = [], const: only }]) => ({ member, names: only === undefined ? names : [only] }));
  return [...here, ...Object.values(schema).flatMap(membersIn)];
}

describe('An event that was published', () => {
  for (const { file, sample } of samples) {
    it(`is read as it was, and would be written so again: ${file}`, () => {
      const type = typeOf(sample);
      assert.deepEqual(EVENT_ATTRIBUTES.parse(sample.headers), sample.headers);
      assert.deepEqual(EVENT_DATA[type].parse(sample.value), sample.value);
      const { ce_sequence: sequence, ce_time: at } = EVENT_ATTRIBUTES.parse(sample.headers);
      const written = toKafkaMessage(sample.key, numbered({ type, data: sample.value } as OrderFact, Number(sequence), at));
      assert.deepEqual({ ...written, value: JSON.parse(String(written.value)) as unknown }, sample);
    });

    it(`is as the AsyncAPI document says, and nothing that the example consumer cannot read: ${file}`, () => {
      const message = messages[`${typeOf(sample)}.v1`] ?? assert.fail();
      for (const [schema, said] of [[message.headers, sample.headers], [message.payload, sample.value]] as const) {
        assert.ok(ajv.validate(schema, said), ajv.errorsText());
      }
      const headers = Object.entries(sample.headers).map(([name, text]) => [name, Buffer.from(text)] as const);
      const decoded = decode({ partition: 0, offset: '0', headers, value: Buffer.from(JSON.stringify(sample.value)) });
      assert.ok(!('unreadable' in decoded), JSON.stringify(decoded));
    });
  }
});

describe('The events that are kept as samples', () => {
  for (const type of EVENT_TYPES) {
    it(`are of every kind there is: ${type}`, () => {
      const values = samples.filter(({ sample }) => typeOf(sample) === type).map(({ sample }) => sample.value);
      assert.notEqual(values.length, 0);
      for (const { member, names } of membersIn(z.toJSONSchema(EVENT_DATA[type], { io: 'input' }))) {
        assert.ok(values.some((value) => member in value), `none has ${member}`);
        for (const name of names) assert.ok(values.some((value) => value[member] === name), `none has ${member} ${String(name)}`);
      }
    });
  }
});

describe('The schema of an event', () => {
  it('reads whatever the domain tells, as the compiler sees', () => {
    const read = (told: { [Type in EventType]: DataOf<Type> }): { [Type in EventType]: z.output<(typeof EVENT_DATA)[Type]> } => told;
    assert.ok(read);
  });
});
