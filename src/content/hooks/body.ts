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

const blobSize = Reflect.getOwnPropertyDescriptor(Blob.prototype, 'size')!.get!;
const printParameters = URLSearchParams.prototype.toString;

/** The kind of an object, also of one made in another frame or robbed of its prototype, where `instanceof` fails. */
export function kindOf(value: unknown): string {
  const kind = (apply(print, value, []) as string).slice(8, -1);
  if (kind !== 'Object') return kind;
  if (answers(blobSize, value)) return 'Blob';
  return answers(printParameters, value) ? 'URLSearchParams' : kind;
}

/** Natives work on their own kind only, whatever it looks like. */
function answers(native: () => unknown, value: unknown): boolean {
  try {
    apply(native, value, []);
    return true;
  } catch {
    return false;
  }
}

function isBuffer(value: unknown): value is ArrayBuffer {
  return /^(?:Shared)?ArrayBuffer$/u.test(kindOf(value));
}

function isBlob(value: unknown): value is Blob {
  return /^(?:Blob|File)$/u.test(kindOf(value));
}

/** Blobs longer than this are files; those were weighed when they came in. */
const LONGEST_BLOB = 4_000_000;

/** Contents of blobs that page scripts made, so that they can be weighed without waiting. */
const made = new WeakMap<Blob, Body>();
/** Files of a person, and slices of them: weighed when they came in. */
const fromFile = new WeakSet<Blob>();
/** Files of the page's own, which no person chose. */
const ownFiles = new WeakSet<Blob>();
const appended = new WeakMap<FormData, Blob[]>();

/** Not `push`: the page may have spoilt it. */
function add<T>(list: T[], item: T): void {
  list[list.length] = item;
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
      into.texts.push((value as Document).documentElement?.outerHTML ?? '');
      break;
  }
}

function readForm(form: FormData, into: Body): void {
  const take = (entry: unknown) => typeof entry === 'string' && add(into.texts, entry);
  apply(eachEntry, form, [take]);
  for (const blob of appended.get(form) ?? []) readBlob(blob, into);
}

/** Blobs put into a form come out of it as files of their own, so they are remembered as they go in. */
export function rememberAppended(form: FormData, value: unknown): void {
  if (!isBlob(value) || (isFromFile(value) && !made.has(value))) return;
  const blobs = appended.get(form) ?? [];
  blobs.push(value);
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
    into.texts.push(...known.texts);
    into.bytes.push(...known.bytes);
    into.later.push(...known.later);
  } else if (!isFromFile(blob)) {
    const size = apply(blobSize, blob, []) as number;
    if (size > 0 && size <= LONGEST_BLOB) add(into.later, blob);
  }
}

function isFromFile(blob: Blob): boolean {
  return (kindOf(blob) === 'File' && !ownFiles.has(blob)) || fromFile.has(blob);
}

/** Remembers what a script put into a blob it made. */
export function rememberBlob(blob: Blob, parts: unknown): void {
  if (blob.size > LONGEST_BLOB || parts === null || typeof parts !== 'object') return;
  const body = emptyBody();
  for (const part of parts as Iterable<unknown>) readBody(part, body);
  if (body.texts.length > 1) body.texts.splice(0, body.texts.length, body.texts.join(''));
  made.set(blob, body);
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

/** Reads what had to be awaited; what cannot be read tells nothing. */
export async function readLater(body: Body, request: Request | null = null): Promise<Body> {
  const read = emptyBody();
  const sources = [...body.later.map((blob) => new Response(blob)), ...(request ? [request.clone()] : [])];
  for (const source of sources) {
    const bytes = await source.arrayBuffer().catch(() => null);
    if (bytes) read.bytes.push(bytes);
  }
  return read;
}

const MOST_NODES = 20_000;
const LONGEST_BYTES = 4_000_000;

/** The strings, bytes and blobs inside a message as far as plain objects, arrays, maps and sets lead. */
export function readMessage(message: unknown): Body {
  const body = emptyBody();
  if (message === null || (typeof message !== 'object' && typeof message !== 'string')) return body;
  const seen = new Set<object>();
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || isBlob(value)) {
      readBody(value, body);
      return;
    }
    if (seen.has(value) || seen.size > MOST_NODES) return;
    seen.add(value);
    if (isBuffer(value) || isView(value)) {
      if (value.byteLength <= LONGEST_BYTES) body.bytes.push(value);
    } else if (value instanceof Map || value instanceof Set) for (const entry of value) walk(entry);
    else if (Array.isArray(value)) for (const entry of value) walk(entry);
    else if (isPlain(value)) for (const entry of Object.values(value)) walk(entry);
  };
  walk(message);
  return body;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
