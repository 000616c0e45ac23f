import { togglesContract } from './contracts/toggles.contract';
import { MemoryToggles } from './toggles-memory';

togglesContract('MemoryToggles', () => {
  const toggles = new MemoryToggles();
  return { toggles, switchOff: (off) => toggles.off(...off), close: () => undefined };
});
