/** Runs all tests, or the stages named on the command line, in a stack of their own: see `test/run/`. */
import { runStages } from './run/run-stages';

void runStages(process.argv.slice(2)).then((passed) => process.exit(passed ? 0 : 1));
