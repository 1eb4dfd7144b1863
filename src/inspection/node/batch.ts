import type { Allowlist } from '../../engine/tables.ts';
import type { Engine } from '../../engine/types.ts';
import type { LocatedFinding } from '../../engine/verdict.ts';
import type { ImageReader } from '../../vision/types.ts';
import { dropFalseAlarm } from '../false-alarm.ts';
import { inspectFile } from '../inspect.ts';
import type { InspectionResult } from '../types.ts';

/** The bytes of one item: cheaper to hand to a thread than a `File`. */
export interface FileBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Inspected too, never recorded. */
  readonly name: string;
  readonly size: number;
  /** Words of a page that are not laid out on it; what is found there stands in the place `hidden`. */
  readonly hidden?: string;
}

/** Items that go to a thread in one message. `size` is the bytes of all. */
export interface Batch {
  readonly files: readonly (File | FileBytes)[];
  readonly size: number;
}

export interface BatchResult {
  /** In the order of the files. */
  readonly each: readonly InspectionResult[];
}

export interface ItemTools {
  readonly engine: Engine;
  readonly images: ImageReader | null;
  /** Files that the unit has confirmed to be false alarms. */
  readonly allowlist?: Allowlist | undefined;
}

/** Inspects one item with the pictures in it. Never rejects. */
export async function inspectItem(file: File | FileBytes, tools: ItemTools): Promise<InspectionResult> {
  const result = await inspectAll(file, tools);
  return dropFalseAlarm(result, file instanceof File ? file : file.bytes, tools.allowlist, new Date());
}

async function inspectAll(file: File | FileBytes, { engine, images }: ItemTools): Promise<InspectionResult> {
  const result = await inspectFile(file instanceof File ? file : file.bytes, engine, {
    name: file.name,
    ...(images && { readImage: (bytes, signal) => images.read(bytes, signal ? { signal } : {}) }),
  });
  const hidden = file instanceof File ? undefined : file.hidden;
  if (!hidden) return result;
  const found = engine
    .inspect(hidden, { place: 'property' })
    .map((finding): LocatedFinding => ({ finding, where: 'hidden' }));
  return found.length === 0 ? result : { ...result, findings: [...result.findings, ...found] };
}
