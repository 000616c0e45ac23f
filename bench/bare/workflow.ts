import { proxyActivities } from '@temporalio/workflow';
import type { doNothing } from './activity';

const activities = proxyActivities<{ doNothing: typeof doNothing }>({ startToCloseTimeout: '5s' });

/** The least that a durable process can be: one activity that does nothing. What an order costs is compared with it. */
export async function bareWorkflow(): Promise<void> {
  await activities.doNothing();
}
