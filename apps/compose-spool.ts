import { openS3 } from '../adapters/s3';
import { FolderSpool } from '../adapters/spool-folder';
import { S3Spool } from '../adapters/spool-s3';
import type { Config } from '../config/config';
import { withSetup } from './prepared';
import type { ProcessContext } from './run-process';

/** Opens the spool that is configured: a bucket, or else a folder. It makes itself ready in the background. */
export function composeSpool(context: ProcessContext) {
  const spool = openSpool(context);
  return { spool, dependency: withSetup(spool, { name: 'preparing the spool', work: () => spool.prepare(), ...context }) };
}

/** Opens the spool alone, for who does not stay long. */
export function openSpool({ config, resources }: Pick<ProcessContext, 'config' | 'resources'>): FolderSpool | S3Spool {
  const { SPOOL_S3_BUCKET: bucket, SPOOL_TIMEOUT_MS: timeoutMs } = config;
  if (bucket === undefined) return new FolderSpool({ folder: config.SPOOL_FOLDER, timeoutMs });
  const client = openS3({ endpoint: config.SPOOL_S3_ENDPOINT, region: config.SPOOL_S3_REGION, credentials: credentialsIn(config), timeoutMs });
  resources.push('spool', () => client.destroy());
  return new S3Spool(client, { bucket, timeoutMs });
}

function credentialsIn({ SPOOL_S3_ACCESS_KEY_ID: accessKeyId, SPOOL_S3_SECRET_ACCESS_KEY: secretAccessKey }: Config) {
  return accessKeyId !== undefined && secretAccessKey !== undefined ? { accessKeyId, secretAccessKey } : undefined;
}
