import type { Load } from './load/closed-loop';

/** One of the two things that are compared, measured in turn. */
export interface Subject {
  /** For tables: `orders`. */
  readonly name: string;
  /** Opens what that many clients need for one measurement. */
  readonly open: (clients: number) => { readonly load: Load; readonly close: () => void };
  /** How many workflow tasks the workflow of that sample took, where that is of interest. */
  readonly workflowTasksOf?: (id: string) => Promise<number>;
}
