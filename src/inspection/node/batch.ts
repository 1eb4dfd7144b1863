import { probeOf } from '../../documents/extract.ts';
import type { FullProbe } from '../../documents/full-probe.ts';
import type { Allowlist } from '../../engine/tables.ts';
import type { Engine } from '../../engine/types.ts';
import type { LocatedFinding } from '../../engine/verdict.ts';
import type { ImageReader } from '../../vision/types.ts';
import { dropFalseAlarm } from '../false-alarm.ts';
import { inspectFile } from '../inspect.ts';
import type { InspectionResult } from '../types.ts';
import { readPage } from './read-page.ts';

/** The bytes of one item: cheaper to hand to a thread than a `File`. */
export interface FileBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Inspected too, never recorded. */
  readonly name: string;
  readonly size: number;
  /**
   * The address of a web page. Its links come back, and its words that are not laid out are inspected too: what is found
   * there stands in the place `hidden`.
   */
  readonly page?: string;
  /** Every place is wanted, not only the first that blocks. */
  readonly thorough?: boolean;
}

export interface ItemResult extends InspectionResult {
  /** Where a page leads to: absolute addresses, each once, without fragments. */
  readonly links?: readonly string[];
}

/** Items that go to a thread in one message. `size` is the bytes of all. */
export interface Batch {
  readonly files: readonly (File | FileBytes)[];
  readonly size: number;
}

export interface BatchResult {
  /** In the order of the files. */
  readonly each: readonly ItemResult[];
}

export interface ItemTools {
  readonly engine: Engine;
  readonly images: ImageReader | null;
  /** Files that the unit has confirmed to be false alarms. */
  readonly allowlist?: Allowlist | undefined;
}

/** Inspects one item with the pictures in it. Never rejects. */
export async function inspectItem(file: File | FileBytes, tools: ItemTools): Promise<ItemResult> {
  const result = await inspectAll(file, tools);
  return dropFalseAlarm(result, file instanceof File ? file : file.bytes, tools.allowlist, new Date());
}

async function inspectAll(file: File | FileBytes, { engine, images }: ItemTools): Promise<ItemResult> {
  const options = {
    name: file.name,
    ...(images && {
      readImage: (bytes: Uint8Array, signal?: AbortSignal) => images.read(bytes, signal ? { signal } : {}),
    }),
  };
  if (file instanceof File) return inspectFile(file, engine, options);
  const probe = probeOf(file.bytes);
  const result = await inspectFile(probe, engine, { ...options, thorough: file.thorough ?? false });
  return file.page === undefined ? result : readUnseen(probe, file.page, result, engine);
}

/** Adds what a page's source holds besides its text. */
function readUnseen(probe: FullProbe, address: string, result: InspectionResult, engine: Engine): ItemResult {
  const [first, ...others] = probe.readings().map((source) => readPage(source, address));
  const found = [first, ...others]
    .filter((page) => page && page.hidden !== '')
    .flatMap((page) => engine.inspect(page!.hidden, { place: 'property' }))
    .map((finding): LocatedFinding => ({ finding, where: 'hidden' }));
  return { ...result, findings: [...result.findings, ...found], links: first?.links ?? [] };
}
