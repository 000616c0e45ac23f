import type { Report } from '../part';
import { ensureBuilt } from './ensure-built';
import { pythonIn } from './pip';
import { schemathesisRecipe } from './recipes';
import { toolsFor } from './recipe';
import { requireTools } from './required-tools';

/** A Python that has schemathesis, installed first when the cache lacks it. */
export async function schemathesisPython(report: Report): Promise<string> {
  requireTools(new Set(toolsFor(schemathesisRecipe)));
  return pythonIn(await ensureBuilt(schemathesisRecipe, report));
}
