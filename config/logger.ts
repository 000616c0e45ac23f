import { createLogger, format, transports, type Logger } from 'winston';

export type { Logger };

/** A logger that writes one JSON object a line to standard output, each with the name of its process. */
export function createProcessLogger(name: string, level: string): Logger {
  return createLogger({
    level,
    defaultMeta: { process: name },
    format: format.combine(format.timestamp(), format.errors({ stack: true, cause: true }), format.json({ replacer }), inPrint()),
    transports: [new transports.Console()],
  });
}

/** An error has nothing that JSON sees of itself; wherever one stands in a line, it is written with its causes. */
function replacer(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name, message, stack, cause } = value;
  return { ...value, name, message, stack, cause };
}

/** Where winston keeps the finished line. */
const LINE = Symbol.for('message');

/**
 * What others have written must not steer the terminal that shows it: JSON escapes line ends and most controls, but not those
 * from U+007F on, separators, and marks that turn the direction of writing. It reads back as it was.
 */
const inPrint = format((info) => {
  info[LINE] = String(info[LINE]).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, escaped);
  return info;
});

function escaped(character: string): string {
  return character.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
}
