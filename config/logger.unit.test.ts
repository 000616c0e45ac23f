import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { transports } from 'winston';
import { createProcessLogger } from './logger';

describe('The log', () => {
  it('holds an error wherever it stands in a line, with its causes', () => {
    const logger = createProcessLogger('test', 'info');
    const stream = new PassThrough();
    logger.clear().add(new transports.Stream({ stream }));
    logger.warn('failed', { error: new Error('outer', { cause: new Error('inner') }) });
    const line = JSON.parse(String(stream.read())) as { message: string; error: { message: string; stack: string; cause: { message: string } } };
    assert.equal(line.message, 'failed');
    assert.equal(line.error.message, 'outer');
    assert.match(line.error.stack, /logger\.unit\.test/);
    assert.equal(line.error.cause.message, 'inner');
  });
});
