import { run } from './command/run';

run(process.argv[2] ?? '', process.argv.slice(3)).then(
  (ok) => process.exit(ok ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
