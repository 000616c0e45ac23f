import { chmod, copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Report } from '../part';
import { repositoryFolder } from '../slot';
import { ensureBuilt, type Recipe, toolsFor } from './recipe';
import { requireTools } from './required-tools';
import { buildGo, copyJars, installPackages, pythonIn } from './toolchains';

const temporalFolder = path.join(repositoryFolder, 'temporal');
const ferretdbFolder = path.join(__dirname, 'ferretdb');
const versitygwFolder = path.join(__dirname, 'versitygw');
const kafkaFolder = path.join(__dirname, 'kafka');
const testServerFolder = path.join(__dirname, 'test-server');
const schemathesisFolder = path.join(__dirname, 'schemathesis');

/** `temporal`: the command line with the development server and the Web UI in it. */
export const temporalRecipe: Recipe = {
  name: 'temporal',
  folder: temporalFolder,
  files: ['go.mod', 'go.sum'],
  version: /temporalio\/cli v(\S+)/,
  tools: ['go'],
  build: (target, report) => buildGo(temporalFolder, 'github.com/temporalio/cli/cmd/temporal', target, report),
};

/** `ferretdb`: the MongoDB wire protocol on PostgreSQL. */
export const ferretdbRecipe: Recipe = {
  name: 'ferretdb',
  folder: ferretdbFolder,
  files: ['go.mod', 'go.sum', 'main.go'],
  version: /FerretDB\/FerretDB v(\S+)/,
  tools: ['go'],
  build: (target, report) => buildGo(ferretdbFolder, '.', target, report),
};

/** `versitygw`: the S3 protocol on a folder. */
export const versitygwRecipe: Recipe = {
  name: 'versitygw',
  folder: versitygwFolder,
  files: ['go.mod', 'go.sum'],
  version: /versity\/versitygw v(\S+)/,
  tools: ['go'],
  build: (target, report) => buildGo(versitygwFolder, 'github.com/versity/versitygw/cmd/versitygw', target, report),
};

/** The jars of the Kafka broker. */
export const kafkaRecipe: Recipe = {
  name: 'kafka',
  folder: kafkaFolder,
  files: ['pom.xml'],
  version: /kafka_2\.13<\/artifactId>\s*<version>([^<]+)/,
  tools: ['java', 'maven'],
  build: (target, report) => copyJars(kafkaFolder, target, report),
};

/** `test-server`: Temporal's time-skipping server, with a script that starts it. */
const testServerRecipe: Recipe = {
  name: 'test-server',
  folder: testServerFolder,
  files: ['pom.xml', 'test-server.sh'],
  version: /temporal-test-server<\/artifactId>\s*<version>([^<]+)/,
  tools: ['java', 'maven'],
  async build(target, report) {
    await mkdir(path.join(target, 'jars'));
    await copyJars(testServerFolder, path.join(target, 'jars'), report);
    const script = path.join(target, 'test-server');
    await copyFile(path.join(testServerFolder, 'test-server.sh'), script);
    await chmod(script, 0o755);
  },
};

/** A Python with schemathesis, which tests the API by its OpenAPI document. */
const schemathesisRecipe: Recipe = {
  name: 'schemathesis',
  folder: schemathesisFolder,
  files: ['requirements.txt'],
  version: /^schemathesis==(\S+)/m,
  tools: ['python'],
  build: (target, report) => installPackages(schemathesisFolder, target, report),
};

/** The executable of Temporal's time-skipping test server, built first when the cache lacks it. */
export async function testServerPath(report: Report = () => undefined): Promise<string> {
  requireTools(new Set(['java', ...toolsFor(testServerRecipe)]));
  return path.join(await ensureBuilt(testServerRecipe, report), 'test-server');
}

/** A Python that has schemathesis, installed first when the cache lacks it. */
export async function schemathesisPython(report: Report): Promise<string> {
  requireTools(new Set(toolsFor(schemathesisRecipe)));
  return pythonIn(await ensureBuilt(schemathesisRecipe, report));
}
