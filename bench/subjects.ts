import type { Client } from '@temporalio/client';
import { bareWorkflowLoad } from './load/bare-workflow';
import { openHttpApi } from './load/http-api';
import { LookTimes } from './load/look-times';
import { orderLoad } from './load/order';
import type { Subject } from './subject';
import { workflowTasksOf } from '../test/workflow-tasks';

/** The bare engine: workflows of one activity that does nothing. */
export function bareWorkflows(client: Client): Subject {
  return { name: 'bare workflows', open: () => ({ load: bareWorkflowLoad(client), close: () => undefined }) };
}

/** Complete orders through the HTTP API at that address. */
export function orders(name: string, apiUrl: string, client: Client): Subject {
  const lookTimes = new Map<number, LookTimes>();
  return {
    name,
    open(clients) {
      const api = openHttpApi(apiUrl);
      const times = lookTimes.get(clients) ?? new LookTimes();
      lookTimes.set(clients, times);
      return { load: orderLoad(api, times), close: api.close };
    },
    workflowTasksOf: (id) => workflowTasksOf(client, id),
  };
}
