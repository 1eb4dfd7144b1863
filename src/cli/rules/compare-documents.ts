import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { createEngine } from '../../engine/engine.ts';
import type { EngineTables } from '../../engine/tables.ts';
import type { Verdict } from '../../engine/verdict.ts';
import { inspectFile, type ReadImage } from '../../inspection/inspect.ts';
import { openImageReader } from '../../inspection/node/image-reader.ts';
import { bundledPolicy } from '../../policy/bundled.ts';
import { decide } from '../../policy/decide.ts';
import { capByStage } from '../../policy/stages.ts';
import { isAllowedFile } from '../../rules/allowlist.ts';

/** One document, judged by two sets of rules. */
export interface Compared {
  /** From the folder. */
  readonly file: string;
  readonly before: Verdict;
  readonly after: Verdict;
}

/** Judges every file under `folder` by both tables, as a page of `site` would. Pictures are read once. */
export async function* compareDocuments(
  folder: string,
  tables: { readonly before: EngineTables; readonly after: EngineTables },
  options: { readonly site: string; readonly today: string },
): AsyncGenerator<Compared> {
  const images = openImageReader();
  const judges = { before: judgeBy(tables.before, options), after: judgeBy(tables.after, options) };
  try {
    for (const file of await listFiles(folder)) {
      const bytes = await readFile(file);
      const readImage = images && readOnce((image, signal) => images.read(image, signal ? { signal } : {}));
      const before = await judges.before(bytes, file, readImage);
      const after = await judges.after(bytes, file, readImage);
      yield { file: relative(folder, file), before, after };
    }
  } finally {
    await images?.release();
  }
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function judgeBy(tables: EngineTables, { site, today }: { readonly site: string; readonly today: string }) {
  const engine = createEngine(tables);
  return async (bytes: Uint8Array, name: string, readImage: ReadImage | null): Promise<Verdict> => {
    if (await isAllowedFile(tables.allowlist, bytes, today)) return decide([], 'scanned', bundledPolicy);
    const { findings, outcome } = await inspectFile(bytes, engine, { name, ...(readImage && { readImage }) });
    return decide(capByStage(findings, tables.stages, site), outcome, bundledPolicy);
  };
}

/** The second reading of a picture is the first. */
function readOnce(read: ReadImage): ReadImage {
  const known = new Map<string, ReturnType<ReadImage>>();
  return (image, signal) => {
    const key = createHash('sha256').update(image).digest('base64');
    const result = known.get(key) ?? read(image, signal);
    known.set(key, result);
    return result;
  };
}
