import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod/mini';
import type { Validators } from './fetch-item.ts';
import type { SweptItem } from './types.ts';

/** What is remembered of one item between sweeps, and when a sweep goes on after it was stopped. */
export interface Remembered {
  readonly item: SweptItem;
  readonly validators: Validators;
  /** Null where there were too many to remember. */
  readonly links: readonly string[] | null;
}

/** The memory of one source. `done` are the items of a sweep that was not finished. */
export interface SweepState {
  readonly format: 1;
  readonly source: string;
  readonly rules: string;
  readonly items: Readonly<Record<string, Remembered>>;
  readonly done: readonly string[];
}

const stateSchema = z.object({
  format: z.literal(1),
  source: z.string(),
  rules: z.string(),
  items: z.record(
    z.string(),
    z.object({
      item: z.object({
        place: z.string(),
        action: z.string(),
        sha256: z.string(),
        findings: z.array(z.unknown()),
      }),
      validators: z.object({ etag: z.string(), lastModified: z.string() }),
      links: z.nullable(z.array(z.string())),
    }),
  ),
  done: z.array(z.string()),
});

/** Thrown when a state file is there but is none, or belongs to another source. */
export class StateError extends Error {}

/** The state in a file; an empty one when there is no file. */
export async function readSweepState(file: string, source: string): Promise<SweepState> {
  const empty: SweepState = { format: 1, source, rules: '', items: {}, done: [] };
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return empty;
    throw error;
  }
  const parsed = stateSchema.safeParse(parse(text));
  if (!parsed.success || parsed.data.source !== source) throw new StateError(file);
  return JSON.parse(text);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What is remembered of a place. Places are anything, also names that every object answers to. */
export function recall({ items }: Pick<SweepState, 'items'>, place: string): Remembered | undefined {
  return Object.hasOwn(items, place) ? items[place] : undefined;
}

/** Replaces the file as a whole: a sweep that is killed leaves the last good one. */
export async function writeSweepState(file: string, state: SweepState): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
  await rename(`${file}.new`, file);
}
