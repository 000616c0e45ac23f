import { stuckMarksContract } from './contracts/stuck-marks.contract';
import { MemoryStuckMarks } from './stuck-marks-memory';

stuckMarksContract('memory', async () => new MemoryStuckMarks());
