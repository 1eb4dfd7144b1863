import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * How long the first picture of a fresh process takes, in milliseconds: `cold.ts [FILE]`. Modules, networks, decoding by our
 * own decoders and the search are counted, Node's own start is not.
 */
const file = process.argv[2] ?? join(import.meta.dirname, '../../tests/vision/fixtures/toi-mat-scan.jpg');
const bytes = await readFile(file);
const begin = performance.now();
const [{ createReader }, { decodePlain }] = await Promise.all([
  import('../../src/vision/reader.ts'),
  import('../../src/vision/plain/decode.ts'),
]);
const loaded = performance.now();
const { texts } = await createReader({ decode: decodePlain }).read(bytes);
process.stdout.write(
  `first picture ${(performance.now() - begin).toFixed(0)} ms, of it modules ${(loaded - begin).toFixed(0)} ms; read ${texts[0]?.text ?? 'nothing'}\n`,
);
