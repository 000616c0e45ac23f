import { loadConfig } from '../../config/config';
import { createAsyncApiDocument } from './asyncapi';

process.stdout.write(`${JSON.stringify(createAsyncApiDocument(loadConfig({}).KAFKA_TOPIC), null, 2)}\n`);
