/**
 * After which effect a worker dies; `first event` of a batch of which the rest is still to come. `hold` comes last:
 * nothing is settled there, so a worker that dies later would have that order asked about twice.
 */
export const KILL_POINTS = ['check', 'reserve', 'settle', 'confirm', 'release', 'first event in log', 'log', 'first event on stream', 'stream', 'hold'] as const;

export type KillPoint = (typeof KILL_POINTS)[number];

export function killPoint(text: string | undefined): KillPoint {
  const point = KILL_POINTS.find((known) => known === text);
  if (point === undefined) throw new Error(`not a kill point: ${text}`);
  return point;
}
