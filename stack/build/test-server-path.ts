import path from 'node:path';
import type { Report } from '../part';
import { ensureBuilt } from './ensure-built';
import { testServerRecipe } from './recipes';
import { requireTools } from './required-tools';
import { toolsFor } from './recipe';

/** The executable of Temporal's time-skipping test server, built first when the cache lacks it. */
export async function testServerPath(report: Report = () => undefined): Promise<string> {
  requireTools(new Set(['java', ...toolsFor(testServerRecipe)]));
  return path.join(await ensureBuilt(testServerRecipe, report), 'test-server');
}
