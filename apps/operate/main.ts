import { runCommand } from './run-command';

void runCommand(process.argv.slice(2)).then((ok) => process.exit(ok ? 0 : 1));
