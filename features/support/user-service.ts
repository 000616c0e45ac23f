import assert from 'node:assert/strict';
import { ask, json, type Answer } from './http';
import type { Addresses } from './world';

/** How the stand-in for the user service can be told to behave, in our words. */
export const BEHAVIOURS = { answers: 'ok', fails: 'fail', 'talks nonsense': 'rubbish', 'does not answer': 'hang' } as const;

export type Behaviour = keyof typeof BEHAVIOURS;

/** Tells it how to behave: for ever, or for so many questions. */
export async function tellUserService(addresses: Addresses, behaviour: Behaviour, times?: number): Promise<void> {
  const { status, body } = await tell(addresses, behaviour, times);
  assert.equal(status, 200, JSON.stringify(body));
}

/** Tells it to answer, unless it cannot be told anything: then nobody has told it to misbehave. */
export async function calmUserService(addresses: Addresses): Promise<void> {
  const { status } = await tell(addresses, 'answers');
  assert.ok(status === 200 || status === 404, `the user service answers ${status}`);
}

function tell({ userApiUrl }: Addresses, behaviour: Behaviour, times?: number): Promise<Answer> {
  const body = json({ mode: BEHAVIOURS[behaviour], times });
  return ask(`${userApiUrl}/control`, { method: 'PUT', body });
}
