import { limitsContract, POLICY } from '../contracts/limits.contract';
import { MemoryLimits } from './limits';

limitsContract('memory', (rule) => {
  const ledger = new MemoryLimits(POLICY, rule);
  return {
    limits: ledger,
    users: ledger,
    reservations: ledger,
    backdate: async (orderId, reservedAtMs) => ledger.backdate(orderId, reservedAtMs),
    loseNextReply: async (work) => {
      ledger.faults.loseNext = 1;
      await work(ledger);
    },
  };
});
