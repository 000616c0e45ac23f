import { randomUUID } from 'node:crypto';
import type { Execution } from '../../domain/execution';
import type { Order } from '../../domain/order';
import { executionsContract } from '../contracts/executions.contract';
import { MemoryExecutions } from './executions';

executionsContract('memory', () => {
  const executions = new MemoryExecutions();
  const add = (order: Order, execution: Pick<Execution, 'runId' | 'state'>, isHeld = false) => {
    const ended = execution.state === 'TERMINATED' ? { closedAt: order.acceptedAt } : {};
    const open = execution.state === 'RUNNING' ? { isHeld } : {};
    executions.set({ orderId: order.id, order, ...execution, ...ended, ...open } as Execution, order.acceptedAt);
    return execution.runId;
  };
  const end = async (order: Order, state: Execution['state']) => {
    const runId = (await executions.find(order.id))?.runId ?? '';
    add(order, { runId, state });
  };
  return {
    executions,
    start: async (order, isHeld) => add(order, { runId: randomUUID(), state: 'RUNNING' }, isHeld),
    terminate: (order) => end(order, 'TERMINATED'),
    complete: (order) => end(order, 'COMPLETED'),
    reset: async (order) => add(order, { runId: randomUUID(), state: 'RUNNING' }),
  };
});
