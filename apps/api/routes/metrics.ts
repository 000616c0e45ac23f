import type { ApiDeps } from '../deps';
import { backlogMetrics } from '../http/backlog';
import { ok } from '../http/replies';
import type { Route } from '../http/route';

/** Answers what the process counts, and how many orders wait, for Prometheus. */
export function metrics(deps: ApiDeps): Route['handle'] {
  const { registry } = deps.metrics;
  return async () => {
    const texts = await Promise.all([registry.metrics(), backlogMetrics(deps)]);
    return { ...ok(texts.join('\n')), headers: { 'Content-Type': registry.contentType } };
  };
}
