/** The bare worker, a process of its own like the real one and with its options: `worker.ts ADDRESS NAMESPACE`. */
import { DefaultLogger, makeTelemetryFilterString, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import * as activities from './activity';
import { BARE_TASK_QUEUE } from './names';

async function main(address: string, namespace: string): Promise<void> {
  Runtime.install({
    logger: new DefaultLogger('WARN'),
    shutdownSignals: [],
    telemetryOptions: { logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }) } },
  });
  const worker = await Worker.create({
    connection: await NativeConnection.connect({ address, grpcCompression: { codec: 'none' } }),
    namespace,
    taskQueue: BARE_TASK_QUEUE,
    workflowsPath: require.resolve('./workflow'),
    activities,
    nonStickyToStickyPollRatio: 0.8, // as in apps/worker/run-worker.ts
  });
  process.once('disconnect', () => process.exit());
  process.send?.('ready');
  await worker.run();
}

void main(process.argv[2]!, process.argv[3]!);
