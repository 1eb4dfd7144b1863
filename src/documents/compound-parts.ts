import type { Budget } from './budget.ts';
import type { Storage } from './compound-file.ts';
import { readExcelBinary } from './excel-binary.ts';
import { readObjectFiles } from './ole-objects.ts';
import { readOutlookMessage } from './outlook-message.ts';
import { findPictures } from './pictures-inside.ts';
import { readPowerPointBinary } from './powerpoint-binary.ts';
import { readPropertySets } from './property-set.ts';
import type { Part } from './types.ts';
import { readWordBinary } from './word-binary.ts';

export type CompoundKind = 'doc' | 'xls' | 'ppt' | 'msg' | 'encrypted' | 'ole';

/** What lies in a storage, by the streams that only one program writes. */
export function compoundKind(storage: Storage): CompoundKind {
  if (storage.has('EncryptedPackage')) return 'encrypted';
  if (storage.has('WordDocument')) return 'doc';
  if (storage.has('Workbook') || storage.has('Book')) return 'xls';
  if (storage.has('PowerPoint Document')) return 'ppt';
  if (storage.has('__properties_version1.0')) return 'msg';
  return 'ole';
}

/** The parts of a storage and of the objects embedded in it. */
export function* readStorage(storage: Storage, budget: Budget, prefix = '', depth = 0): Generator<Part> {
  budget.checkDepth(depth);
  budget.countEntries(1);
  const kind = compoundKind(storage);
  for (const part of readOne(kind, storage, budget))
    yield prefix ? { ...part, where: `${prefix}${part.where}` } : part;
  if (kind === 'msg') return;
  yield* readObjectFiles(storage, `${prefix}object`);
  yield* readPictures(storage, kind, prefix);
  for (const [index, inner] of storage.storages.entries()) {
    yield* readStorage(inner, budget, `${prefix}object:${index + 1}/`, depth + 1);
  }
}

function* readOne(kind: CompoundKind, storage: Storage, budget: Budget): Generator<Part> {
  yield* readPropertySets(storage);
  if (kind === 'doc') yield* readWordBinary(storage, budget);
  else if (kind === 'xls') yield* readExcelBinary(storage, budget);
  else if (kind === 'ppt') yield* readPowerPointBinary(storage, budget);
  else if (kind === 'msg') yield* readOutlookMessage(storage, budget);
}

/** Streams that pictures lie in, by program. */
const PICTURE_STREAMS: Readonly<Partial<Record<CompoundKind, readonly string[]>>> = {
  doc: ['Data', 'WordDocument'],
  xls: ['Workbook'],
  ppt: ['Pictures'],
};

function* readPictures(storage: Storage, kind: CompoundKind, prefix: string): Generator<Part> {
  for (const name of PICTURE_STREAMS[kind] ?? []) {
    const stream = storage.read(name);
    if (!stream) continue;
    for (const [index, bytes] of findPictures(stream).entries()) {
      yield { kind: 'image', bytes, where: `${prefix}image:${index + 1}` };
    }
  }
}
