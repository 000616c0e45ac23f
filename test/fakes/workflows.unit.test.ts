import { workflowsContract } from '../contracts/workflows.contract';
import { MemoryWorkflows } from './workflows';

workflowsContract('memory', () => {
  const workflows = new MemoryWorkflows();
  return {
    workflows,
    approve: async (orderId) => workflows.end(orderId, { status: 'APPROVED' }),
    hold: async (orderId) => workflows.hold(orderId),
  };
});
