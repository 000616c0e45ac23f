import { runProcess } from '../runtime/run-process';
import { composeApi } from './compose';

void runProcess('api', composeApi);
