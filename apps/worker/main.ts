import { runProcess } from '../run-process';
import { composeWorker } from './compose';

void runProcess('worker', composeWorker);
