/**
 * A worker that dies: the compiled one, ended by SIGKILL right after one effect (KILL_AFTER) on the order of one user
 * (KILL_USER), before the workflow task in which the effect happened is completed.
 */
import type { ActivityPorts } from '../../activities';
import type * as compose from '../../apps/worker/compose';
import type * as process_ from '../../apps/runtime/run-process';
import { killPoint, type KillPoint } from './kill-points';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- what runs is the compiled worker, workflow bundle and all
const dist = (path: string): unknown => require(`../../dist/${path}`);
const { composeWorker } = dist('apps/worker/compose.js') as typeof compose;
const { runProcess } = dist('apps/runtime/run-process.js') as typeof process_;

void runProcess('killable-worker', (context) =>
  composeWorker(context, (ports) => deadly(ports, killPoint(process.env['KILL_AFTER']), process.env['KILL_USER'] ?? '')),
);

function deadly(ports: ActivityPorts, point: KillPoint, userId: string): ActivityPorts {
  let orderId: string | undefined;
  const die = () => process.kill(process.pid, 'SIGKILL');
  let answered: () => void;
  const isAnswered = new Promise<void>((resolve) => (answered = resolve));
  return {
    ...ports,
    users: {
      async isValid(asked, signal) {
        const answer = await ports.users.isValid(asked, signal);
        if (asked === userId && point === 'check') die();
        if (asked === userId) answered();
        return answer;
      },
    },
    holds: {
      async hold(order, hold) {
        await ports.holds.hold(order, hold);
        if (order.userId === userId && point === 'hold') die();
      },
    },
    limits: {
      async reserve(order) {
        const answer = await ports.limits.reserve(order);
        // The other check is answered by then, so that its second answer is the one that counts.
        if (order.userId === userId && point === 'reserve') await isAnswered.then(die);
        return answer;
      },
      async confirm(order) {
        await ports.limits.confirm(order);
        if (order.id === orderId && point === 'confirm') die();
      },
      async release(order) {
        await ports.limits.release(order);
        if (order.id === orderId && point === 'release') die();
      },
    },
    settlements: {
      async settle(order, proposed) {
        const stands = await ports.settlements.settle(order, proposed);
        if (order.userId === userId) orderId = order.id;
        if (order.id === orderId && point === 'settle') die();
        return stands;
      },
    },
    log: {
      async append(id, events) {
        const isFatal = id === orderId && point.endsWith('log');
        await ports.log.append(id, isFatal && point.startsWith('first') ? events.slice(0, 1) : events);
        if (isFatal) die();
      },
    },
    stream: {
      async publish(id, events) {
        const isFatal = id === orderId && point.endsWith('stream');
        await ports.stream.publish(id, isFatal && point.startsWith('first') ? events.slice(0, 1) : events);
        if (isFatal) die();
      },
    },
  };
}
