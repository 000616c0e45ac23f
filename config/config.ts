import { existsSync } from 'node:fs';
import { z } from 'zod';
import { parseMoney } from '../domain/money';
import { apiKeys } from './api-keys';

const HOUR_MS = 3_600_000;
const port = (value: number) => z.coerce.number().int().min(1).max(65535).default(value);
const milliseconds = (value: number) => z.coerce.number().int().min(1).max(HOUR_MS).default(value);
/** A time that people wait for, not a call: up to thirty days. */
const duration = (value: number) => z.coerce.number().int().min(1).max(30 * 24 * HOUR_MS).default(value);
const flag = z.enum(['true', 'false']).default('false').transform((text) => text === 'true');
const optional = z.string().min(1).optional();

const postgres = z.string().regex(/^postgres(ql)?:\/\//, 'must start with postgres://');
/** `fetch` refuses an address with a user or password, with an error that contains the password. */
const hasNoUser = (url: string) => !URL.canParse(url) || (new URL(url).username === '' && new URL(url).password === '');

const money = (value: string) =>
  z
    .string()
    .default(value)
    .transform((text, context) => {
      const parsed = parseMoney(text);
      if (parsed === undefined) context.addIssue('must be a decimal amount with at most two decimals');
      return parsed ?? z.NEVER;
    });

/** Settings that mean nothing without another one. */
const TOGETHER = [
  ['POSTGRES_MIGRATION_PASSWORD', 'POSTGRES_MIGRATION_URL'],
  ['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME'],
  ['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_PASSWORD'],
  ['SPOOL_S3_ENDPOINT', 'SPOOL_S3_BUCKET'],
  ['SPOOL_S3_ACCESS_KEY_ID', 'SPOOL_S3_BUCKET'],
  ['SPOOL_S3_ACCESS_KEY_ID', 'SPOOL_S3_SECRET_ACCESS_KEY'],
  ['SPOOL_S3_SECRET_ACCESS_KEY', 'SPOOL_S3_ACCESS_KEY_ID'],
] as const;

const schema = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  API_PORT: port(8000),
  USER_API_PORT: port(8001),
  WORKER_HEALTH_PORT: port(8002),
  LOG_LEVEL: z.enum(['error', 'warn', 'info', 'debug']).default('info'),
  TEST_ROUTES: flag,
  TOGGLES_FILE: z.string().min(1).default('config/toggles.json'),
  API_KEYS: apiKeys,
  API_OPEN: z.literal('anyone-may-do-anything').optional(),
  REQUESTS_PER_SECOND: z.coerce.number().int().min(0).max(1_000_000).default(100),
  MAX_ORDERS_IN_FLIGHT: z.coerce.number().int().min(0).max(1_000_000).default(10_000),
  TRUST_PROXY_HOPS: z.coerce.number().int().min(0).max(10).default(0),
  SHUTDOWN_GRACE_MS: milliseconds(10_000),
  SHUTDOWN_DELAY_MS: z.coerce.number().int().min(0).max(HOUR_MS).default(1_000),
  BREAKER_RETRY_MS: milliseconds(2_000),

  TEMPORAL_ADDRESS: z.string().min(1).default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_TASK_QUEUE: z.string().min(1).default('orders'),
  TEMPORAL_TLS: flag,
  TEMPORAL_API_KEY: optional,
  TEMPORAL_TIMEOUT_MS: milliseconds(2_000),

  POSTGRES_URL: postgres.default('postgres://orders@127.0.0.1:5432/orders'),
  POSTGRES_PASSWORD: optional,
  POSTGRES_MIGRATION_URL: postgres.optional(),
  POSTGRES_MIGRATION_PASSWORD: optional,
  POSTGRES_TIMEOUT_MS: milliseconds(2_000),
  POSTGRES_POOL_SIZE: z.coerce.number().int().min(1).max(100).default(10),

  MONGO_URL: z.string().regex(/^mongodb(\+srv)?:\/\//, 'must start with mongodb:// or mongodb+srv://').default('mongodb://127.0.0.1:27017/'),
  MONGO_DATABASE: z.string().min(1).default('event_source'),
  MONGO_TIMEOUT_MS: milliseconds(2_000),

  KAFKA_BROKERS: z.string().min(1).default('127.0.0.1:9092').transform((text) => text.split(',').map((part) => part.trim())),
  KAFKA_TOPIC: z.string().min(1).default('orders.events.v1'),
  KAFKA_PARTITIONS: z.coerce.number().int().min(1).max(1000).default(6),
  KAFKA_REPLICATION_FACTOR: z.coerce.number().int().min(1).max(9).default(1),
  KAFKA_TLS: flag,
  KAFKA_SASL_MECHANISM: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).optional(),
  KAFKA_SASL_USERNAME: optional,
  KAFKA_SASL_PASSWORD: optional,
  KAFKA_TIMEOUT_MS: milliseconds(2_000),

  USER_API_URL: z.url({ protocol: /^https?$/ }).refine(hasNoUser, 'must hold no user and no password').default('http://127.0.0.1:8001'),
  USER_API_TIMEOUT_MS: z.coerce.number().int().min(1).max(1_000).default(1_000),
  USER_ANSWER_MAX_AGE_MS: duration(24 * HOUR_MS),
  PER_ORDER_LIMIT: money('10000.00'),
  EXPOSURE_WINDOW_MS: duration(30 * 24 * HOUR_MS),
  HOLD_MS: duration(15 * 60_000),
  HOLD_ASK_EVERY_MS: milliseconds(10_000),
  STUCK_AFTER_MS: duration(60_000),
  WATCH_EVERY_MS: milliseconds(15_000),
  RECONCILE_EVERY_MS: milliseconds(5 * 60_000),
  RECONCILE_WINDOW_MS: duration(HOUR_MS),
  RECONCILE_MIN_AGE_MS: milliseconds(60_000),

  SPOOL_FOLDER: z.string().min(1).default('data/spool'),
  SPOOL_S3_BUCKET: optional,
  SPOOL_S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  SPOOL_S3_REGION: z.string().min(1).default('us-east-1'),
  SPOOL_S3_ACCESS_KEY_ID: optional,
  SPOOL_S3_SECRET_ACCESS_KEY: optional,
  SPOOL_TIMEOUT_MS: milliseconds(800),
  RECOVER_EVERY_MS: z.coerce.number().int().min(1_000).max(HOUR_MS).default(10_000),
}).superRefine((settings, context) => {
  for (const [given, missing] of TOGETHER) {
    if (settings[given] === undefined || settings[missing] !== undefined) continue;
    context.addIssue({ code: 'custom', path: [missing], message: `goes with ${given}` });
  }
});

/** The names of all settings. */
export const CONFIG_KEYS = Object.keys(schema.shape);

/** Every setting of every process, validated, with its defaults (documented in `.env.example`). */
export type Config = z.output<typeof schema>;

/**
 * Reads the settings: the environment, then `.env` in the working directory for what is not set there, then the
 * defaults. Throws one error that names every bad variable and never prints a value.
 */
export function loadConfig(env: NodeJS.ProcessEnv = environment()): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`Bad configuration:\n${problems.join('\n')}`);
}

function environment(): NodeJS.ProcessEnv {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}
