import { createLogger, format, transports, type Logger } from 'winston';

export type { Logger };

/** A logger that writes one JSON object a line to standard output, with the name of its process. */
export function createProcessLogger(name: string, level: string): Logger {
  return createLogger({
    level,
    defaultMeta: { process: name },
    format: format.combine(format.timestamp(), format.errors({ stack: true, cause: true }), format.json({ replacer }), inPrint()),
    transports: [new transports.Console()],
  });
}

/** JSON leaves out the members of an error. Every error in a line is written with its message, stack and causes. */
function replacer(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name, message, stack, cause } = value;
  return { ...value, name, message, stack, cause };
}

/** The member in which winston keeps the finished line. */
const LINE = Symbol.for('message');

/**
 * Text from outside must not control the terminal that shows it. JSON escapes line ends and most controls, but not those
 * from U+007F on, separators, and marks that change the direction of writing. The escaped line still parses to the same text.
 */
const inPrint = format((info) => {
  info[LINE] = String(info[LINE]).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, escaped);
  return info;
});

function escaped(character: string): string {
  return character.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
}
