import { FolderSpool } from '../../adapters/files/spool';
import { newOrder } from './sample-orders';

/** Puts orders into the spool in the folder named on the command line, several at once, and prints the id of each that is put. */
async function putUntilKilled(folder: string): Promise<never> {
  const spool = new FolderSpool({ folder, timeoutMs: 5_000 });
  for (;;) {
    const { id } = await spool.put(newOrder());
    process.stdout.write(`${id}\n`);
  }
}

for (let lane = 0; lane < 64; lane += 1) void putUntilKilled(process.argv[2] ?? '');
