import type { SpooledOrders, WorkflowStarts } from './upkeep-ports';

/** What the activities work on that look after all orders, and not after one. */
export interface UpkeepPorts {
  readonly spool: SpooledOrders;
  readonly starts: WorkflowStarts;
}

// eslint-disable-next-line @typescript-eslint/no-unused-vars -- the recover job comes next
export function createUpkeepActivities(_ports: UpkeepPorts) {
  return {};
}

export type UpkeepActivities = ReturnType<typeof createUpkeepActivities>;
