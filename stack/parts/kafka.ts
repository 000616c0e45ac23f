import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createKafka } from '../../adapters/kafka/connection';
import { ensureBuilt, toolsFor } from '../build/recipe';
import { kafkaRecipe } from '../build/recipes';
import { javaCommand } from '../build/required-tools';
import { runTool } from '../build/run-tool';
import type { Part } from '../part';
import { behindProxyPorts, type Slot } from '../slot';

const heap = ['-Xms128m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:-UsePerfData'];

/** A Kafka broker that is its own controller. */
export function kafka(slot: Slot): Part {
  const broker = `127.0.0.1:${slot.ports.kafka}`;
  return {
    name: 'kafka',
    group: 'infrastructure',
    needs: [],
    ports: [slot.ports.kafka, slot.ports.kafkaController, behindProxyPorts(slot.number).listens],
    address: broker,
    stopSignal: 'SIGTERM',
    readyWithinMs: 120_000,
    requires: () => ['java', ...toolsFor(kafkaRecipe)],
    async prepare(report) {
      const jars = await ensureBuilt(kafkaRecipe, report);
      const java = ['-Dorg.apache.logging.log4j.level=WARN', '-cp', path.join(jars, '*')];
      const folder = path.join(slot.dataFolder, 'kafka');
      if (!existsSync(folder)) {
        report('formatting the storage');
        await formatStorage(slot, folder, java);
      }
      return { command: javaCommand(), args: [...heap, ...java, 'kafka.Kafka', kafkaProperties(slot, folder)] };
    },
    checkReady: () => coordinatesGroups(broker),
  };
}

/** Consumers come last: the broker makes the topic of their offsets when it is first asked about a group, and loads it. */
async function coordinatesGroups(broker: string): Promise<void> {
  const client = createKafka({ brokers: [broker], tls: false, timeoutMs: 2_000 });
  const admin = client.admin();
  try {
    await admin.connect();
    await admin.describeCluster();
    await admin.describeGroups(['of-nobody']);
  } finally {
    await admin.disconnect();
  }
}

const clusterId = 'durable-orders-local00';

/** Writes the broker's settings beside its data folder and returns the file's path. */
function kafkaProperties({ number, ports }: Slot, folder: string): string {
  const broker = `BROKER://127.0.0.1:${ports.kafka}`;
  const controller = `CONTROLLER://127.0.0.1:${ports.kafkaController}`;
  // Clients go on at the address which the broker gives them, so to stay behind a proxy they need a listener of their own.
  const { listens, advertises } = behindProxyPorts(number);
  const properties = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    listeners: `${broker},BEHIND_PROXY://127.0.0.1:${listens},${controller}`,
    'advertised.listeners': `${broker},BEHIND_PROXY://127.0.0.1:${advertises},${controller}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'BROKER',
    'listener.security.protocol.map': 'BROKER:PLAINTEXT,BEHIND_PROXY:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'controller.quorum.bootstrap.servers': `127.0.0.1:${ports.kafkaController}`,
    'log.dirs': folder,
    'broker.session.timeout.ms': 2000, // how long a killed broker's own registration keeps it out
    'broker.heartbeat.interval.ms': 500,
    'auto.create.topics.enable': false,
    'group.initial.rebalance.delay.ms': 0,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
  };
  const file = `${folder}.properties`;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, Object.entries(properties).map(([key, value]) => `${key}=${value}\n`).join(''));
  return file;
}

/** Makes the broker's data folder: complete or not at all. */
async function formatStorage(slot: Slot, folder: string, java: readonly string[]): Promise<void> {
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  const properties = kafkaProperties(slot, unfinished);
  const args = [...java, 'kafka.tools.StorageTool', 'format', '--standalone', '--cluster-id', clusterId, '--config', properties];
  await runTool({ command: javaCommand(), args: ['-XX:TieredStopAtLevel=1', '-XX:-UsePerfData', ...args], folder: slot.dataFolder });
  renameSync(unfinished, folder);
  rmSync(properties);
}
