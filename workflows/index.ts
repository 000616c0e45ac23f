export { processOrder } from './process-order';
