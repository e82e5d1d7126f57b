/** Writes `manifest.json` anew for the model files in the folder given, `data/models` when none is. Run it when a model changes. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MODEL_MANIFEST_FILE, type ModelFile } from '../src/models/model-manifest.js';

const folder = process.argv[2] ?? fileURLToPath(new URL('../data/models', import.meta.url));
const manifest: Record<string, ModelFile> = {};
const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
const files = entries
  .filter((entry) => entry.isFile() && /\.onnx$|^tokenizer\.json$/u.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .sort();
for (const file of files) {
  const bytes = readFileSync(file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  manifest[relative(folder, file).split(sep).join('/')] = { sha256, bytes: bytes.length };
}
const target = join(folder, MODEL_MANIFEST_FILE);
writeFileSync(target, `${JSON.stringify(manifest, null, 2)}\n`);
console.log(`${target}: ${files.length} files`);
