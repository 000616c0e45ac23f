/** After which effect a worker dies; `first event` of a batch of which the rest is still to come. */
export const KILL_POINTS = ['check', 'hold', 'settle', 'first event in log', 'log', 'first event on stream', 'stream'] as const;

export type KillPoint = (typeof KILL_POINTS)[number];

export function killPoint(text: string | undefined): KillPoint {
  const point = KILL_POINTS.find((known) => known === text);
  if (point === undefined) throw new Error(`not a kill point: ${text}`);
  return point;
}
