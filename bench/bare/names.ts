/** What the load process and the bare worker have to agree on. */
export const BARE_TASK_QUEUE = 'bench-bare';
export const BARE_WORKFLOW = 'bareWorkflow';
