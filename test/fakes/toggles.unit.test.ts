import { togglesContract } from '../contracts/toggles.contract';
import { MemoryToggles } from './toggles';

togglesContract('MemoryToggles', () => {
  const toggles = new MemoryToggles();
  return { toggles, switchOff: (off) => toggles.off(...off), close: () => undefined };
});
