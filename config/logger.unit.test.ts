import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { transports } from 'winston';
import { createProcessLogger } from './logger';

/** A logger, and what it has written. */
function createTestLogger() {
  const stream = new PassThrough();
  const logger = createProcessLogger('test', 'info');
  logger.clear().add(new transports.Stream({ stream }));
  return { logger, stream };
}

describe('The log', () => {
  it('has every error in a line with its causes', () => {
    const { logger, stream } = createTestLogger();
    logger.warn('failed', { error: new Error('outer', { cause: new Error('inner') }) });
    const line = JSON.parse(String(stream.read())) as { message: string; error: { message: string; stack: string; cause: { message: string } } };
    assert.equal(line.message, 'failed');
    assert.equal(line.error.message, 'outer');
    assert.match(line.error.stack, /logger\.unit\.test/);
    assert.equal(line.error.cause.message, 'inner');
  });

  it('is one line of what can be printed, whatever others have written, and reads back as it was', () => {
    const { logger, stream } = createTestLogger();
    const text = 'a"\\\r\n{"level":"error"}\u001b[31m\u007f\u009b2J\u0085\u2028\u2029\u202e\u200b\ufeff\u{e0041} Zoë 😀';
    logger.warn(text, { path: text, error: new Error(text), [text]: text });
    const written = String(stream.read());
    assert.match(written, /^[^\p{C}\p{Zl}\p{Zp}]+\n$/u);
    const { message, path, error, [text]: named } = JSON.parse(written) as Record<string, string> & { error: { message: string } };
    assert.deepEqual([message, path, error.message, named], [text, text, text, text]);
    assert.ok(written.includes('Zoë 😀'));
  });
});
