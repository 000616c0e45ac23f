import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { javaCommand } from '../build/required-tools';
import { behindProxyPorts } from '../ports';
import { runTool } from '../run/run-tool';
import type { Slot } from '../slot';

const clusterId = 'durable-orders-local00';

/** Writes the broker's settings beside its data folder and returns the file's path. */
export function kafkaProperties({ number, ports }: Slot, folder: string): string {
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
export async function formatStorage(slot: Slot, folder: string, java: readonly string[]): Promise<void> {
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  const properties = kafkaProperties(slot, unfinished);
  const args = [...java, 'kafka.tools.StorageTool', 'format', '--standalone', '--cluster-id', clusterId, '--config', properties];
  await runTool({ command: javaCommand(), args: ['-XX:TieredStopAtLevel=1', '-XX:-UsePerfData', ...args], folder: slot.dataFolder });
  renameSync(unfinished, folder);
  rmSync(properties);
}
