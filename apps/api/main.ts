import { runProcess } from '../run-process';
import { composeApi } from './compose';

void runProcess('api', composeApi);
