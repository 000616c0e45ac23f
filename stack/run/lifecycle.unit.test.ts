import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Part } from '../part';
import { type Slot, slotAt } from '../slot';
import { isAlive, runningProcess } from './part-process';
import { startPart, startParts } from './start-parts';
import { killPart, removeSlot, stopPart } from './stop-parts';

const listens = (port: number) => `require('net').createServer().listen(${port}, '127.0.0.1')`;

describe('a part', () => {
  let slot: Slot;
  let port: number;
  const made: Part[] = [];

  beforeEach(async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'slot-'));
    slot = { ...slotAt(99), folder, logFolder: path.join(folder, 'logs'), pidFolder: path.join(folder, 'pids') };
    port = await freePort();
  });

  afterEach(async () => {
    for (const part of made.splice(0)) await killPart(slot, part);
    await removeSlot(slot);
    rmSync(slot.folder, { recursive: true, force: true });
  });

  function standIn(program: string, changed: Partial<Part> = {}): Part {
    const part: Part = {
      name: 'kafka',
      group: 'infrastructure',
      needs: [],
      ports: [port],
      address: '',
      stopSignal: 'SIGTERM',
      readyWithinMs: 10_000,
      requires: () => [],
      prepare: async () => ({ command: process.execPath, args: ['-e', program] }),
      checkReady: () => connect(port),
      ...changed,
    };
    made.push(part);
    return part;
  }

  it('is kept when it runs already', async () => {
    const part = standIn(listens(port));
    assert.equal(await startPart(slot, part), 'started');
    const { pid } = runningProcess(slot, 'kafka')!;
    assert.equal(await startPart(slot, part), 'kept');
    assert.equal(runningProcess(slot, 'kafka')?.pid, pid);
  });

  it('is started again when it runs as something else than described now', async () => {
    await startPart(slot, standIn(listens(port)));
    const { pid } = runningProcess(slot, 'kafka')!;
    assert.equal(await startPart(slot, standIn(`${listens(port)} // newer`)), 'restarted');
    assert.notEqual(runningProcess(slot, 'kafka')?.pid, pid);
  });

  it('is started again after it has died', async () => {
    const part = standIn(listens(port));
    await startPart(slot, part);
    await killPart(slot, part);
    assert.equal(await startPart(slot, part), 'started');
  });

  it('has ended when stopping it returns', async () => {
    const part = standIn(listens(port));
    await startPart(slot, part);
    const running = runningProcess(slot, 'kafka')!;
    assert.equal(await stopPart(slot, part), 'stopped');
    assert.equal(isAlive(running), false);
    assert.equal(await stopPart(slot, part), 'not running');
  });

  it('fails with the end of its log when it dies instead of becoming ready', async () => {
    const part = standIn('console.error("no disk"); process.exit(3)');
    await assert.rejects(startPart(slot, part), { part: 'kafka', message: /has ended/, log: /no disk/ });
  });

  it('fails when it does not become ready in time', async () => {
    const part = standIn('setInterval(() => undefined, 1000)', { readyWithinMs: 100 });
    await assert.rejects(startPart(slot, part), /kafka is not ready after 0.1 s/);
  });

  it('is not started while a stranger holds its port', async () => {
    const stranger = net.createServer().listen(port, '127.0.0.1');
    await assert.rejects(startParts(slot, [standIn(listens(port))]), new RegExp(`Port ${port}, which kafka needs, is in use`));
    assert.equal(runningProcess(slot, 'kafka'), undefined);
    await new Promise((resolve) => stranger.close(resolve));
  });
});

/** Below the ports which the system gives to outgoing connections: one of those could take it between two starts. */
async function freePort(): Promise<number> {
  const port = 10_000 + Math.floor(Math.random() * 9_000);
  const server = net.createServer();
  const isFree = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (!isFree) return freePort();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function connect(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => resolve(void socket.destroy()));
    socket.once('error', reject);
  });
}
