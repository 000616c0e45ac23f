import type { RequestHandler } from 'express';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { type Toggles, TOGGLES } from '../../../ports/toggles';
import type { Breaker } from '../../runtime/breaker';

/** What the process counts. Labels are bounded: a route's pattern, never the path a client sent. */
export interface Metrics {
  readonly registry: Registry;
  readonly requestSeconds: Histogram<'method' | 'route' | 'status'>;
  readonly ordersAccepted: Counter;
  readonly ordersSpooled: Counter;
  readonly ordersTurnedAway: Counter;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  return {
    registry,
    requestSeconds: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the head of a request to the end of its answer',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [registry],
    }),
    ordersAccepted: new Counter({
      name: 'orders_accepted_total',
      help: 'Orders whose workflow was started',
      registers: [registry],
    }),
    ordersSpooled: new Counter({
      name: 'orders_spooled_total',
      help: 'Orders that were put into the spool because Temporal could not take them',
      registers: [registry],
    }),
    ordersTurnedAway: new Counter({
      name: 'orders_turned_away_total',
      help: 'Orders that were not accepted because too many were in flight',
      registers: [registry],
    }),
  };
}

/** Shows for each breaker whether it is open. */
export function showBreakers({ registry }: Metrics, breakers: Readonly<Record<string, Breaker>>): void {
  new Gauge({
    name: 'breaker_open',
    help: '1 while calls of this kind are turned away because the dependency does not answer',
    labelNames: ['calls'],
    registers: [registry],
    collect() {
      for (const [calls, breaker] of Object.entries(breakers)) this.set({ calls }, breaker.isOpen() ? 1 : 0);
    },
  });
}

/** Shows for each toggle whether it is on, and whether the file that says so cannot be used. */
export function showToggles({ registry }: Metrics, toggles: Toggles & { isStale(): boolean }): void {
  new Gauge({
    name: 'toggle_on',
    help: '0 while this toggle is switched off',
    labelNames: ['toggle'],
    registers: [registry],
    collect() {
      for (const toggle of TOGGLES) this.set({ toggle }, toggles.isOn(toggle) ? 1 : 0);
    },
  });
  new Gauge({
    name: 'toggles_stale',
    help: '1 while the file of toggles cannot be used and the toggles keep their last values',
    registers: [registry],
    collect() {
      this.set(toggles.isStale() ? 1 : 0);
    },
  });
}

/** Measures every request until its answer is sent or its client is gone. */
export function measureRequests({ requestSeconds }: Metrics): RequestHandler {
  return (request, response, next) => {
    const stop = requestSeconds.startTimer({ method: request.method });
    response.once('close', () => {
      const route = (request.route as { path: string } | undefined)?.path ?? 'none';
      stop({ route, status: response.statusCode });
    });
    next();
  };
}
