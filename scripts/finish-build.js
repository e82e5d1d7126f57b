/** The last step of `npm run build`: what the compiler leaves out. */
import { chmodSync, copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('..', import.meta.url));
const page = join('channels', 'http', 'page');
const source = join(project, 'src', page);
const target = join(project, 'dist', page);

mkdirSync(target, { recursive: true });
for (const name of readdirSync(source)) {
  if (['.html', '.css', '.svg'].includes(extname(name))) {
    copyFileSync(join(source, name), join(target, name));
  }
}
chmodSync(join(project, 'dist', 'main.js'), 0o755);
