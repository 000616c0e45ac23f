import { runProcess } from '../run-process';
import { composeConsumer } from './compose';

void runProcess('example-consumer', composeConsumer);
