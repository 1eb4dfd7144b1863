/** What a request body holds, as far as it can be read at once; `later` must be awaited. */
export interface Body {
  readonly texts: string[];
  readonly bytes: (ArrayBuffer | ArrayBufferView)[];
  readonly later: Blob[];
}

const isView = ArrayBuffer.isView;
const { apply } = Reflect;
const print = Object.prototype.toString;
const eachParameter = URLSearchParams.prototype.forEach;
const eachEntry = FormData.prototype.forEach;

type Brand = readonly [kind: string, native: (() => unknown) | undefined];

export const getterOf = (prototype: object | undefined, name: string): (() => unknown) | undefined =>
  prototype && (Reflect.getOwnPropertyDescriptor(prototype, name)?.get as (() => unknown) | undefined);

const blobSize = getterOf(Blob.prototype, 'size')!;

/** For each kind of body a native that works on that kind only, whatever the object looks like. */
const BRANDS: readonly Brand[] = [
  ['File', getterOf(File.prototype, 'name')],
  ['Blob', blobSize],
  ['URLSearchParams', URLSearchParams.prototype.toString],
  ['FormData', FormData.prototype.entries],
  ['ArrayBuffer', getterOf(ArrayBuffer.prototype, 'byteLength')],
  ['SharedArrayBuffer', getterOf(globalThis.SharedArrayBuffer?.prototype, 'byteLength')],
  ['ReadableStream', getterOf(ReadableStream.prototype, 'locked')],
  ['Request', getterOf(Request.prototype, 'url')],
  ['URL', getterOf(URL.prototype, 'href')],
  ['Headers', Headers.prototype.entries],
];

/** What an object says of itself. */
function claimOf(value: unknown): string {
  return (apply(print, value, []) as string).slice(8, -1);
}

/**
 * The kind of an object, also of one made in another frame, robbed of its prototype or given a false name, where
 * `instanceof` and the name tag fail.
 */
export function kindOf(value: unknown): string {
  const claim = claimOf(value);
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return claim;
  for (let i = 0; i < BRANDS.length; i++)
    if (BRANDS[i]![0] === claim && answers(BRANDS[i]![1], value)) return claim;
  for (let i = 0; i < BRANDS.length; i++) if (answers(BRANDS[i]![1], value)) return BRANDS[i]![0];
  return claim;
}

/** Whether an object is of one kind; cheaper than asking for its kind. */
export function isKind(value: unknown, kind: string): boolean {
  if (typeof value !== 'object' || value === null) return false;
  for (let i = 0; i < BRANDS.length; i++) if (BRANDS[i]![0] === kind) return answers(BRANDS[i]![1], value);
  return false;
}

function answers(native: (() => unknown) | undefined, value: unknown): boolean {
  if (!native) return false;
  try {
    apply(native, value, []);
    return true;
  } catch {
    return false;
  }
}

function isBuffer(value: unknown): value is ArrayBuffer {
  return isKind(value, 'ArrayBuffer') || isKind(value, 'SharedArrayBuffer');
}

function isBlob(value: unknown): value is Blob {
  return isKind(value, 'Blob');
}

/** Blobs longer than this are files; those were weighed when they came in. */
const LONGEST_BLOB = 4_000_000;

/** Contents of blobs that page scripts made, so that they can be weighed without waiting. */
const made = new WeakMap<Blob, Body>();
/** Files of a person, and slices of them: weighed when they came in. */
const fromFile = new WeakSet<Blob>();
/** Files of the page's own, which no person chose. */
const ownFiles = new WeakSet<Blob>();
const appended = new WeakMap<FormData, { blob: Blob; name: unknown }[]>();

/** Not `push`, and no iterator anywhere here: the page may have spoilt them. */
function add<T>(list: T[], item: T): void {
  list[list.length] = item;
}

function addAll<T>(list: T[], items: readonly T[]): void {
  for (let i = 0; i < items.length; i++) add(list, items[i]!);
}

export function emptyBody(): Body {
  return { texts: [], bytes: [], later: [] };
}

export function readBody(value: unknown, into: Body = emptyBody()): Body {
  if (typeof value === 'string') add(into.texts, value);
  if (value === null || typeof value !== 'object') return into;
  if (isView(value) || isBuffer(value)) add(into.bytes, value);
  else if (isBlob(value)) readBlob(value, into);
  else readByKind(value, into);
  return into;
}

function readByKind(value: object, into: Body): void {
  switch (kindOf(value)) {
    case 'URLSearchParams':
      apply(eachParameter, value, [
        (text: string, key: string) => {
          add(into.texts, key);
          add(into.texts, text);
        },
      ]);
      break;
    case 'FormData':
      readForm(value as FormData, into);
      break;
    case 'HTMLDocument':
    case 'XMLDocument':
    case 'Document':
      add(into.texts, (value as Document).documentElement?.outerHTML ?? '');
      break;
  }
}

function readForm(form: FormData, into: Body): void {
  const take = (entry: unknown) => typeof entry === 'string' && add(into.texts, entry);
  // A short name, which may be that of a level, is the page's own word.
  const takeName = (name: unknown) => typeof name === 'string' && name.length > 30 && take(name);
  apply(eachEntry, form, [take]);
  apply(eachEntry, form, [(_: unknown, name: unknown) => takeName(name)]);
  const blobs = appended.get(form) ?? [];
  for (let i = 0; i < blobs.length; i++) {
    readBlob(blobs[i]!.blob, into);
    takeName(blobs[i]!.name);
  }
}

/** Blobs put into a form come out of it as files of their own, so they are remembered as they go in. */
export function rememberAppended(form: FormData, blob: unknown, name: unknown): void {
  if (!isBlob(blob) || (isFromFile(blob) && !made.has(blob))) return;
  const blobs = appended.get(form) ?? [];
  add(blobs, { blob, name: name ?? (blob as File).name });
  appended.set(form, blobs);
}

const SENT_AS_IS =
  /^(?:(?:Shared)?ArrayBuffer|Blob|File|FormData|URLSearchParams|ReadableStream|(?:HTML|XML)?Document)$/u;

/** Anything else is sent as the string it turns into; turning it once keeps it the same. */
export function asSent(value: unknown): unknown {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return value;
  if (isView(value) || SENT_AS_IS.test(kindOf(value))) return value;
  try {
    const text = String(value);
    // The browser knows an object in disguise better than its printing tells.
    return text.startsWith('[object ') ? value : text;
  } catch {
    return value;
  }
}

function readBlob(blob: Blob, into: Body): void {
  const known = made.get(blob);
  if (known) {
    addAll(into.texts, known.texts);
    addAll(into.bytes, known.bytes);
    addAll(into.later, known.later);
  } else if (!isFromFile(blob)) {
    const size = apply(blobSize, blob, []) as number;
    if (size > 0 && size <= LONGEST_BLOB) add(into.later, blob);
  }
}

function isFromFile(blob: Blob): boolean {
  return (isKind(blob, 'File') && !ownFiles.has(blob)) || fromFile.has(blob);
}

/** Remembers what a script put into a blob it made. Its texts lie side by side there, so they are read as one. */
export function rememberBlob(blob: Blob, parts: unknown): void {
  if ((apply(blobSize, blob, []) as number) > LONGEST_BLOB || parts === null || typeof parts !== 'object')
    return;
  const body = emptyBody();
  for (const part of parts as Iterable<unknown>) readBody(part, body);
  let whole = '';
  for (let i = 0; i < body.texts.length; i++) whole += body.texts[i];
  made.set(blob, { ...body, texts: whole === '' ? [] : [whole] });
}

/** A file that a script made or kept itself is judged when it is sent. */
export function treatAsMade(file: Blob): void {
  ownFiles.add(file);
}

/** A slice tells what its whole told. */
export function rememberSlice(whole: Blob, slice: Blob): void {
  const known = made.get(whole);
  if (known) made.set(slice, known);
  else if (isFromFile(whole)) fromFile.add(slice);
}

const readBytes = Response.prototype.arrayBuffer;

/** Reads what had to be awaited; what cannot be read tells nothing. */
export async function readLater(body: Body, request: Request | null = null): Promise<Body> {
  const read = emptyBody();
  const take = async (read: Body, source: Response): Promise<void> => {
    try {
      add(read.bytes, (await apply(readBytes, source, [])) as ArrayBuffer);
    } catch {
      // What cannot be read cannot be sent either.
    }
  };
  for (let i = 0; i < body.later.length; i++) await take(read, new Response(body.later[i]));
  if (request) await take(read, new Response(request.clone().body));
  return read;
}

/** What arrives as what it says. */
const SPOKEN = /^(?:Error|DOMException|RegExp|String)$/u;
const MOST_NODES = 20_000;
const LONGEST_BYTES = 4_000_000;
const { isArray } = Array;
const { getPrototypeOf, values } = Object;
const eachOfMap = Map.prototype.forEach;
const eachOfSet = Set.prototype.forEach;

/** The strings, bytes and blobs inside a message as far as plain objects, arrays, maps and sets lead. */
export function readMessage(message: unknown): Body {
  const body = emptyBody();
  if (message === null || (typeof message !== 'object' && typeof message !== 'string')) return body;
  const seen = new Set<object>();
  let nodes = 0;
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) {
      readBody(value, body);
      return;
    }
    if (seen.has(value) || nodes++ > MOST_NODES) return;
    seen.add(value);
    if (isArray(value)) for (let i = 0; i < value.length; i++) walk(value[i]);
    else if (isView(value)) {
      if (value.byteLength <= LONGEST_BYTES) add(body.bytes, value);
    } else if (isPlain(value)) walk(values(value));
    else if (!walkCollection(value, walk)) {
      const claim = claimOf(value);
      const fields = values(value);
      // An instance of a class arrives as its fields; to ask it for its kind takes long.
      if (claim !== 'Object' || fields.length === 0) readBody(value, body);
      if (SPOKEN.test(claim)) add(body.texts, String(value));
      walk(fields);
    }
  };
  walk(message);
  return body;
}

function walkCollection(value: object, walk: (value: unknown) => void): boolean {
  const each = (entry: unknown, key: unknown): void => {
    walk(key);
    walk(entry);
  };
  const claim = claimOf(value);
  if (claim !== 'Map' && claim !== 'Set') return false;
  apply(claim === 'Map' ? eachOfMap : eachOfSet, value, [each]);
  return true;
}

function isPlain(value: object): boolean {
  const prototype: unknown = getPrototypeOf(value);
  return prototype === null || getPrototypeOf(prototype) === null;
}
