import { FlagdToggles } from '../adapters/toggles-flagd';
import type { ProcessContext } from './run-process';

/** Reads what is switched off, and follows the file that says so. Nothing that is wrong with the file keeps the process from its work. */
export async function composeToggles({ config, logger, resources }: ProcessContext): Promise<FlagdToggles> {
  const file = config.TOGGLES_FILE;
  const toggles = new FlagdToggles({
    file,
    onSet: (off) => logger.info('toggles are set', { file, off }),
    onUnusable: (error) => logger.warn('the file of toggles cannot be used, and what was on or off stays so', { file, error }),
  });
  resources.push('toggles', () => toggles.close());
  await toggles.open();
  return toggles;
}
