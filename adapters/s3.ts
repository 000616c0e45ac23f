import { S3Client } from '@aws-sdk/client-s3';

export interface S3Options {
  /** Where the server is, unless it is Amazon's. */
  readonly endpoint: string | undefined;
  readonly region: string;
  /** Without them they are looked for where Amazon's tools keep theirs. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  /** How long a connection, and each answer, may take. */
  readonly timeoutMs: number;
}

/** A client of an S3 server, of whatever make. It connects when it is first used. */
export function openS3({ endpoint, region, credentials, timeoutMs }: S3Options): S3Client {
  return new S3Client({
    region,
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials && { credentials }),
    // A bucket is then no host name, which few servers but Amazon's answer to.
    forcePathStyle: true,
    maxAttempts: 2,
    requestHandler: { connectionTimeout: timeoutMs, requestTimeout: timeoutMs },
    // The checksums that this client has added of late are unknown to many servers.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
}
