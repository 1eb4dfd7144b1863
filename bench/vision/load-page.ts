import { execFileSync } from 'node:child_process';
import { closeSync, fstatSync, openSync, readSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodePlain } from '../../src/vision/plain/decode.ts';
import type { Pixels } from '../../src/vision/types.ts';

/** What pages are decoded into again and again, so that what decoding leaves behind is not cleared away while reading is measured. */
let decoded = new Uint8Array(0);
let written = new Uint8Array(0);
const file = join(tmpdir(), `page-${process.pid}.ppm`);

/**
 * Decodes a made page; its pixels are good until the next one is loaded. JPEG goes through `djpeg` where the machine has it:
 * browsers decode by the same library, and it takes a fraction of the time.
 */
export async function loadPage(path: string): Promise<Pixels> {
  if (!path.endsWith('.jpg')) return decodePlain(await readFile(path));
  const ppm = runDjpeg(path);
  if (ppm === null) return decodePlain(await readFile(path));
  const head = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(Buffer.from(ppm.subarray(0, 40)).toString('latin1'));
  if (!head) throw new Error(`djpeg wrote no picture of ${path}`);
  const width = Number(head[1]);
  const height = Number(head[2]);
  const length = width * height * 4;
  if (decoded.length < length) decoded = new Uint8Array(length).fill(255);
  const data = decoded.subarray(0, length);
  for (let from = head[0].length, to = 0; to < length; from += 3, to += 4) {
    data[to] = ppm[from]!;
    data[to + 1] = ppm[from + 1]!;
    data[to + 2] = ppm[from + 2]!;
  }
  return { width, height, data };
}

function runDjpeg(path: string): Uint8Array | null {
  try {
    execFileSync('djpeg', ['-ppm', '-outfile', file, path], { stdio: 'ignore' });
  } catch {
    return null;
  }
  const handle = openSync(file, 'r');
  const { size } = fstatSync(handle);
  if (written.length < size) written = new Uint8Array(size);
  for (let at = 0; at < size; ) at += readSync(handle, written, at, size - at, at);
  closeSync(handle);
  rmSync(file);
  return written.subarray(0, size);
}
