import { Client, Connection } from '@temporalio/client';
import { environment, type Slot } from '../stack';

/** Where a slot's Temporal server is. */
export function temporalServer(slot: Slot): { readonly address: string; readonly namespace: string } {
  const env = environment(slot);
  return { address: env['TEMPORAL_ADDRESS']!, namespace: env['TEMPORAL_NAMESPACE']! };
}

/** A client of that server; its connection is the caller's to close. It asks no proxy: the server is on this machine. */
export async function connect(slot: Slot): Promise<Client> {
  const { address, namespace } = temporalServer(slot);
  const connection = await Connection.connect({ address, channelArgs: { 'grpc.enable_http_proxy': 0 } });
  return new Client({ connection, namespace });
}
