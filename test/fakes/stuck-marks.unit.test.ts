import { stuckMarksContract } from '../contracts/stuck-marks.contract';
import { MemoryStuckMarks } from './stuck-marks';

stuckMarksContract('memory', async () => new MemoryStuckMarks());
