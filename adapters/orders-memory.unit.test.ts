import { ordersContract } from './contracts/orders.contract';
import { settlementsContract } from './contracts/settlements.contract';
import { MemoryOrders } from './orders-memory';

ordersContract('memory', () => new MemoryOrders());
settlementsContract('memory', () => new MemoryOrders());
