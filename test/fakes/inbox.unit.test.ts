import { type DayCounts, inboxContract } from '../contracts/inbox.contract';
import { MemoryInbox } from './inbox';

inboxContract('memory', () => {
  const inbox = new MemoryInbox();
  const countsOf = (day: string): DayCounts => {
    const events = inbox.taken.filter((event) => event.day === day);
    const values = events.map((event) => (event.type === 'order.received.v1' ? Number(event.value) : 0));
    const count = (type: string) => events.filter((event) => event.type === type).length;
    const sum = Math.round(values.reduce((a, b) => a + b, 0) * 100) / 100;
    return [count('order.received.v1'), sum, count('order.approved.v1'), count('order.canceled.v1')];
  };
  return { inbox, countsOf: async (day) => countsOf(day) };
});
