import assert from 'node:assert/strict';
import fc from 'fast-check';
import { waitUntil } from './prefer-wait';

/** For how many whole seconds a client prefers to wait that sends these header lines. */
function secondsOf(...prefer: string[]): number | undefined {
  const until = waitUntil({ headersDistinct: prefer.length === 0 ? {} : { prefer } });
  return until === undefined ? undefined : Math.round((until - performance.now()) / 1000);
}

describe('Prefer: wait', () => {
  it('is so many seconds, and never more than ten', () => {
    const waits = { 'wait=1': 1, 'wait=07': 7, 'wait=10': 10, 'wait=11': 10, [`wait=${'9'.repeat(400)}`]: 10 };
    for (const [line, seconds] of Object.entries(waits)) assert.equal(secondsOf(line), seconds, line);
  });

  it('is found among other preferences and parameters, however it is written', () => {
    const lines = ['WAIT=5', '  wait \t=\t 5 ', 'respond-async, wait=5', 'wait=5,handling=lenient', 'wait=5; soft', 'a="x, wait=9", wait=5']
      .concat(['a="\\", wait=9, \\\\", wait=5', ',,wait=5,', 'foo;wait=9, wait=5', 'a="; wait=9", wait=5']);
    for (const line of lines) assert.equal(secondsOf(line), 5, line);
    assert.equal(secondsOf('return=minimal', 'wait=5'), 5);
    assert.equal(secondsOf('a="open', 'wait=5'), 5);
  });

  it('counts once, as it is given first', () => {
    assert.equal(secondsOf('wait=3, wait=5'), 3);
    assert.equal(secondsOf('wait=3', 'wait=5'), 3);
    assert.equal(secondsOf('wait=soon, wait=5'), undefined);
  });

  it('is passed over when it makes no sense', () => {
    const lines = ['', 'wait', 'wait=', 'wait=0', 'wait=00', 'wait=-1', 'wait=+1', 'wait=1.5', 'wait=1e1', 'wait=5s', 'wait=5=5', 'wait="5"', 'wait=５']
      .concat(['wait 5', 'wait:5', 'waits=5', 'a="wait=5', '"wait=5"', '"', '\\', '=5', ';wait=5', 'a=b wait=5']);
    for (const line of lines) assert.equal(secondsOf(line), undefined, line);
    assert.equal(secondsOf(), undefined);
  });

  it('never fails, and is read in no time, whatever is sent', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'wait=5,;"\\ \t') }), (line) => void secondsOf(line)));
    const startedAt = performance.now();
    for (const piece of ['"\\', ',', '"', ' ', '=', 'wait=5" ', '\\"', 'a="']) assert.notEqual(secondsOf(piece.repeat(8_000), 'wait=1'), 0);
    assert.ok(performance.now() - startedAt < 1_000);
  });
});
