import { orderRowsContract } from '../contracts/order-rows.contract';
import { MemoryOrders } from './orders';

orderRowsContract('memory', async () => {
  const store = new MemoryOrders();
  return { rows: store.rows, store };
});
