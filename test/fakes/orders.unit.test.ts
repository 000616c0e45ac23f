import { holdsContract } from '../contracts/holds.contract';
import { ordersInFlightContract } from '../contracts/orders-in-flight.contract';
import { ordersContract } from '../contracts/orders.contract';
import { pagingContract } from '../contracts/paging.contract';
import { settlementsContract } from '../contracts/settlements.contract';
import { MemoryOrders } from './orders';

ordersContract('memory', () => new MemoryOrders());
pagingContract('memory', () => new MemoryOrders());
settlementsContract('memory', () => new MemoryOrders());
holdsContract('memory', () => {
  const orders = new MemoryOrders();
  return { orders, holds: orders.holds };
});
ordersInFlightContract('memory', () => {
  const orders = new MemoryOrders();
  return { orders, inFlight: orders };
});
