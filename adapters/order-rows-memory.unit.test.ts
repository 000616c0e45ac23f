import { orderRowsContract } from './contracts/order-rows.contract';
import { MemoryOrders } from './orders-memory';

orderRowsContract('memory', async () => {
  const store = new MemoryOrders();
  return { rows: store.rows, store };
});
