import { runProcess } from '../../apps/runtime/run-process';
import { composeConsumer } from './compose';

void runProcess('example-consumer', composeConsumer);
