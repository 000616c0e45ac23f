import { existsSync } from 'node:fs';
import path from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { ensureBuilt } from '../build/ensure-built';
import { kafkaRecipe } from '../build/recipes';
import { javaCommand } from '../build/required-tools';
import { toolsFor } from '../build/recipe';
import type { Part } from '../part';
import { behindProxyPorts } from '../ports';
import type { Slot } from '../slot';
import { formatStorage, kafkaProperties } from './kafka-storage';

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
    checkReady: () => describeCluster(broker),
  };
}

async function describeCluster(broker: string): Promise<void> {
  const client = new Kafka({ brokers: [broker], connectionTimeout: 1000, requestTimeout: 2000, retry: { retries: 0 }, logLevel: logLevel.NOTHING });
  const admin = client.admin();
  try {
    await admin.connect();
    await admin.describeCluster();
  } finally {
    await admin.disconnect();
  }
}
