import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { decodePlain } from '../../src/vision/plain/decode.ts';
import type { Pixels } from '../../src/vision/types.ts';

/**
 * Decodes a made page. JPEG goes through `djpeg` where the machine has it: browsers decode by the same library, and it takes
 * a fraction of the time.
 */
export async function loadPage(path: string): Promise<Pixels> {
  if (!path.endsWith('.jpg')) return decodePlain(await readFile(path));
  let ppm: Buffer;
  try {
    ppm = execFileSync('djpeg', ['-ppm', path], { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return decodePlain(await readFile(path));
  }
  const head = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(ppm.subarray(0, 40).toString('latin1'));
  if (!head) throw new Error(`djpeg wrote no picture of ${path}`);
  const width = Number(head[1]);
  const height = Number(head[2]);
  const data = new Uint8Array(width * height * 4).fill(255);
  for (let from = head[0].length, to = 0; to < data.length; from += 3, to += 4) {
    data[to] = ppm[from]!;
    data[to + 1] = ppm[from + 1]!;
    data[to + 2] = ppm[from + 2]!;
  }
  return { width, height, data };
}
