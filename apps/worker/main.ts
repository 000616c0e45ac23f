import { runProcess } from '../runtime/run-process';
import { composeWorker } from './compose';

void runProcess('worker', composeWorker);
