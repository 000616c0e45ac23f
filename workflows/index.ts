export { processOrder } from './process-order';
export { reconcileOrders } from './reconcile-orders';
export { recoverSpool } from './recover-spool';
export { watchOrders } from './watch-orders';
