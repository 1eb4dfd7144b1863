import { readFileSync } from 'node:fs';
import { extname, join, normalize, resolve } from 'node:path';
import type { Served } from './receiving-server.ts';

/** The folder of the built plug-in. */
export const PLUGIN = resolve(import.meta.dirname, '../../dist/plugin');

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.gz': 'application/gzip',
};

/** A file of the plug-in for addresses under `/la-chan/`; null for others. */
export function servePlugin(path: string): Served | null {
  const [bare = ''] = path.split('?');
  if (!bare.startsWith('/la-chan/')) return null;
  const file = normalize(bare.slice('/la-chan/'.length));
  if (file.startsWith('..')) return null;
  try {
    return {
      type: TYPES[extname(file)] ?? 'application/octet-stream',
      body: readFileSync(join(PLUGIN, file)),
    };
  } catch {
    return null;
  }
}
