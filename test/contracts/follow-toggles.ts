import { FlagdToggles } from '../../adapters/flagd/toggles';

/** Follows the file that is named, until nothing keeps the process alive. Run by a test. */
const toggles = new FlagdToggles({ file: process.argv[2] ?? '', everyMs: 10 });

void toggles.start().then(() => process.stdout.write(`postOrder: ${toggles.isOn('postOrder')}\n`));
