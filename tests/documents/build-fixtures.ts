import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fixtures } from './fixtures.ts';

// `node tests/documents/build-fixtures.ts` writes every fixture anew.
const folder = join(dirname(fileURLToPath(import.meta.url)), 'fixtures');
await rm(folder, { recursive: true, force: true });
for (const [path, bytes] of fixtures()) {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes);
}
