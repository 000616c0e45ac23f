import os from 'node:os';

/** What the figures were measured on, in one line. */
export function machine(): string {
  const cpus = os.cpus();
  const model = cpus[0]?.model.trim() ?? 'unknown CPU';
  const memoryGiB = Math.round(os.totalmem() / 2 ** 30);
  return `${cpus.length} × ${model}, ${memoryGiB} GiB of memory, ${os.type()} ${os.release()}, Node.js ${process.versions.node}`;
}
