import { execFileSync } from 'node:child_process';
import { copyFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../..', import.meta.url));
const source = join(project, 'src/channels/http/page');

/** Compiles the web page as it is now; gives the folder that a server shows it from. */
export function buildPage(folder: string): string {
  const compiler = join(project, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '-p', source, '--outDir', folder], { cwd: project });
  const page = join(folder, 'channels/http/page');
  for (const name of readdirSync(source)) {
    if (['.html', '.css', '.svg'].includes(extname(name))) {
      copyFileSync(join(source, name), join(page, name));
    }
  }
  return page;
}
