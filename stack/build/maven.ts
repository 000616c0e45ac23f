import path from 'node:path';
import { outside } from '../outside';
import type { Report } from '../part';
import { runTool } from '../run/run-tool';

/** Copies the jars that the pom in `folder` asks for into `target`. */
export async function copyJars(folder: string, target: string, report: Report): Promise<void> {
  let downloaded = 0;
  report('Maven: reading the pom');
  await runTool({
    command: 'mvn',
    args: ['-B', '-f', path.join(folder, 'pom.xml'), 'dependency:copy-dependencies', `-Djars=${target}`],
    folder: target,
    // Maven's own Java would leave its performance data in the folder for temporary files.
    env: { ...outside(), MAVEN_OPTS: `${outside()['MAVEN_OPTS'] ?? ''} -XX:-UsePerfData` },
    onLine: (line) => {
      const file = /Downloaded from .*\/([^/ ]+\.jar) /.exec(line)?.[1];
      if (file) report(`Maven: jars downloaded ${++downloaded} (${file})`);
    },
  });
}
