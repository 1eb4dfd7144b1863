import type { ArchiveReader } from 'libarchive-wasm';
import { limitMemory } from '../unpacking/limit-memory.ts';
import { bytesOfBase64 } from './base64.ts';
import type { Budget } from './budget.ts';
import { gather } from './gather.ts';
import { DocumentError, type Part } from './types.ts';

/** Bytes asked of the library at once: between two calls the budget is looked at. */
const STEP = 256 * 1024;
/** An archive without entries is about this long; a longer one without entries is cut. */
const EMPTY = 32;
/** Bytes of memory that the library gets beside twice the archive: an archive names what it is unpacked with. */
const MOST_MEMORY = 160 * 1024 * 1024;

/**
 * The entries of an archive that libarchive knows (7z, RAR, packed tape archives), in their order, each unpacked within
 * the budget. The library is loaded at the first archive, and each archive has an instance of its own: its memory, which
 * only ever grows, goes with it.
 */
export async function* readArchive(bytes: Uint8Array, budget: Budget): AsyncGenerator<Part> {
  const archive = await openArchive(bytes);
  let index = 0;
  for (;;) {
    const entry = attempt(archive, () => archive.nextEntryPointer());
    if (entry === 0) break;
    budget.countEntries(1);
    index += 1;
    if (archive.getEntryFiletype(entry) !== 'File') continue;
    const name = archive.getEntryPathname(entry);
    if (archive.isEntryEncrypted(entry)) throw new DocumentError('encrypted', 'an entry has a password');
    const claimed = Math.max(0, archive.libarchive.entry_size(entry));
    const body = gather(readEntry(archive, bytes.length, budget), { packed: bytes.length, claimed }, budget);
    yield { kind: 'child', bytes: body, name, where: `entry:${index}` };
  }
  const problem = archive.libarchive.error_string(archive.archive);
  if (problem) throw failure(archive, problem);
  // Of a RAR entry with a password the library may tell nothing but that.
  if (index === 0 && bytes.length > EMPTY) throw failure(archive, 'an archive without entries');
}

/** The library's code, made ready once: each archive has memory of its own, not code. */
let compiled: Promise<WebAssembly.Module> | undefined;

async function compile(): Promise<WebAssembly.Module> {
  try {
    const { default: wasm } = await import('libarchive-wasm/dist/libarchive.wasm?url&inline');
    return await WebAssembly.compile(bytesOfBase64(wasm));
  } catch (error) {
    compiled = undefined;
    throw error;
  }
}

async function openArchive(bytes: Uint8Array): Promise<ArchiveReader> {
  compiled ??= compile();
  const [{ ArchiveReader, libarchiveWasm }, code] = await Promise.all([import('libarchive-wasm'), compiled]);
  const library = await libarchiveWasm({
    instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) {
      const instance = new WebAssembly.Instance(code, imports);
      // 363 bytes of 7z asked for a dictionary of more than a gigabyte, and got it.
      limitMemory(instance, MOST_MEMORY + 2 * bytes.length);
      done(instance);
      return instance.exports;
    },
  });
  try {
    return new ArchiveReader(library, new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length));
  } catch {
    // The library gives up in its own memory on a packed file that holds no archive.
    throw new DocumentError('unknown-format', 'not an archive after all');
  }
}

/** Declared sizes are not believed: the bytes count as they come. */
function* readEntry(archive: ArchiveReader, packed: number, budget: Budget): Generator<Uint8Array> {
  const { module, read_data } = archive.libarchive;
  const step = module._malloc(STEP);
  let total = 0;
  for (;;) {
    const length = attempt(archive, () => read_data.call(archive.libarchive, archive.archive, step, STEP));
    if (length <= 0) break;
    total += length;
    budget.countUnpacked(length, total, packed);
    yield new Uint8Array(module.HEAP8.buffer, step, length);
  }
  module._free(step);
}

function attempt<T>(archive: ArchiveReader, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw failure(archive, error instanceof Error ? error.message : 'unknown');
  }
}

function failure(archive: ArchiveReader, problem: string): DocumentError {
  const encrypted = /encrypt|passphrase/i.test(problem) || archive.hasEncryptedData() === true;
  // One solid stream in RAR 4, filters, methods of later versions: whole, but nothing that the library reads.
  const unread = /solid archive|compression method|filter|dictionary size|codec/i.test(problem);
  const large = /allocate/i.test(problem);
  return new DocumentError(
    encrypted ? 'encrypted' : unread ? 'unknown-format' : large ? 'too-large' : 'damaged',
    problem,
  );
}
