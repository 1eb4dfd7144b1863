import { createReadStream, type Dirent, type Stats } from 'node:fs';
import { opendir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import type { UnitRules } from '../policy/unit-rules.ts';
import { judgeFailure, judgeResult, keyOf, sha256 } from './judge-item.ts';
import { readMailbox } from './mailbox.ts';
import { type Remembered, readSweepState, recall, type SweepState, writeSweepState } from './state.ts';
import { Tally } from './tally.ts';
import type { Inspect, Progress, SweepReport, SweptItem } from './types.ts';

export interface FilesOptions {
  /** What `inspect` goes by, and how its findings are weighed. */
  readonly rules: UnitRules;
  readonly inspect: Inspect;
  /** Called when nothing is read until something is judged: items that wait for company wait no longer. */
  hurry?(): void;
  /** Files read at the same time. */
  readonly jobs: number;
  /** Bytes of the largest file that is read. */
  readonly bytes: number;
  readonly stateFile?: string;
  readonly signal?: AbortSignal;
  onProgress?(progress: Progress): void;
}

const NONE = { etag: '', lastModified: '' };

/** One thing to judge: its place, and its bytes when its turn comes. */
interface Entry {
  readonly place: string;
  readonly name: string;
  /** Changes when the content does; '' when only the content itself tells. */
  readonly mark: string;
  readonly size: number;
  read(): Promise<Uint8Array<ArrayBuffer>>;
}

/** Judges every file below a folder. Symbolic links are not followed: they lead out, or round in circles. */
export function sweepFolder(folder: string, options: FilesOptions): Promise<SweepReport> {
  return sweepEntries(folder, 'folder', walk(folder, folder), options);
}

/** Judges every message of a mailbox file (mbox), or the one of a message file (eml), with its attachments. */
export function sweepMailbox(file: string, options: FilesOptions): Promise<SweepReport> {
  return sweepEntries(file, 'mailbox', messages(file), options);
}

async function* walk(root: string, folder: string): AsyncGenerator<Entry> {
  const entries: Dirent[] = [];
  try {
    for await (const entry of await opendir(folder)) entries.push(entry);
  } catch (error) {
    // A folder inside that cannot be opened is an item that was not read, and not the end of the sweep.
    if (folder === root) throw error;
    yield unreadable(placeIn(root, folder), error);
  }
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(root, path);
    else if (entry.isFile()) {
      const about = await stat(path).catch((error: unknown) => unreadable(placeIn(root, path), error));
      yield 'place' in about ? about : entryOf(root, path, about);
    }
  }
}

function entryOf(root: string, path: string, { size, mtimeMs }: Stats): Entry {
  return {
    place: placeIn(root, path),
    name: basename(path),
    mark: `${size} ${mtimeMs}`,
    size,
    read: async () => new Uint8Array(await readFile(path)),
  };
}

function unreadable(place: string, error: unknown): Entry {
  return { place, name: '', mark: '', size: 0, read: () => Promise.reject(error) };
}

function placeIn(root: string, path: string): string {
  return relative(root, path).split(sep).join('/');
}

async function* messages(file: string): AsyncGenerator<Entry> {
  let number = 0;
  for await (const bytes of readMailbox(createReadStream(file))) {
    number += 1;
    yield { place: `message:${number}`, name: '', mark: '', size: bytes.length, read: async () => bytes };
  }
}

async function sweepEntries(
  source: string,
  kind: SweepReport['kind'],
  entries: AsyncGenerator<Entry>,
  options: FilesOptions,
): Promise<SweepReport> {
  const started = new Date();
  const key = keyOf(options.rules);
  const empty: SweepState = { format: 1, source, rules: '', items: {}, done: [] };
  const before = options.stateFile ? await readSweepState(options.stateFile, source) : empty;
  const known = before.rules === key ? before : empty;
  const tally = new Tally();
  let judging = 0;
  const inspect: Inspect = async (item) => {
    judging += 1;
    const result = options.inspect(item);
    if (judging === options.jobs) options.hurry?.();
    try {
      return await result;
    } finally {
      judging -= 1;
    }
  };
  // A generator hands each worker its own entry, and reads no further ahead.
  const lane = async (): Promise<void> => {
    for (;;) {
      if (options.signal?.aborted) return;
      const { value: entry, done } = await entries.next();
      if (done) return;
      tally.add(await judge(entry, recall(known, entry.place), { ...options, inspect }));
      options.onProgress?.({ done: tally.remembered.size, waiting: 0, found: tally.found });
    }
  };
  await Promise.all(Array.from({ length: options.jobs }, lane));
  const complete = options.signal?.aborted !== true;
  if (options.stateFile)
    await writeSweepState(options.stateFile, {
      format: 1,
      source,
      rules: key,
      items: { ...(complete ? {} : before.items), ...Object.fromEntries(tally.remembered) },
      done: [],
    });
  return tally.report({ source, kind, complete }, started, options.rules.tables.pack, 0);
}

async function judge(
  entry: Entry,
  known: Remembered | undefined,
  options: FilesOptions,
): Promise<Remembered> {
  const { place, name, mark, size } = entry;
  if (known && mark !== '' && known.validators.etag === mark)
    return { ...known, item: { ...known.item, change: 'same' } };
  const about = { place, from: null, status: 0, change: known ? ('changed' as const) : ('new' as const) };
  const failed = (failure: 'too-large' | 'unreachable'): Remembered => {
    const item: SweptItem = { ...about, sha256: '', ...judgeFailure(failure), size };
    return { item, validators: NONE, links: [] };
  };
  if (size > options.bytes) return failed('too-large');
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = await entry.read();
  } catch {
    return failed('unreachable');
  }
  const hash = sha256(bytes);
  const judged = judgeResult(await options.inspect({ bytes, name, size: bytes.length }), options.rules);
  const item: SweptItem = { ...about, sha256: hash, ...judged };
  return { item, validators: { etag: mark, lastModified: '' }, links: [] };
}
