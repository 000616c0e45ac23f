import { createLogger, format, transports, type Logger } from 'winston';

export type { Logger };

/** A logger that writes one JSON object a line to standard output, each with the name of its process. */
export function createProcessLogger(name: string, level: string): Logger {
  return createLogger({
    level,
    defaultMeta: { process: name },
    format: format.combine(format.timestamp(), format.errors({ stack: true, cause: true }), format.json({ replacer })),
    transports: [new transports.Console()],
  });
}

/** An error has nothing that JSON sees of itself; wherever one stands in a line, it is written with its causes. */
function replacer(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name, message, stack, cause } = value;
  return { ...value, name, message, stack, cause };
}
