/** Bounds of one request. Bytes and milliseconds. */
export interface ScanLimits {
  readonly bytes: number;
  readonly items: number;
  /** For the whole body. */
  readonly time: number;
  /** Without a single new byte. */
  readonly silence: number;
  /** Requests at the same time; their bodies are held in memory. */
  readonly atOnce: number;
}

export const scanLimits: ScanLimits = {
  bytes: 64 * 1024 * 1024,
  items: 50,
  time: 120_000,
  silence: 15_000,
  atOnce: 8,
};

export type ScanItem =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly file: File };

/** Why a body is not judged. */
export type BodyProblem =
  | 'too-large'
  | 'too-slow'
  | 'cut-short'
  | 'unsupported-type'
  | 'malformed'
  | 'empty'
  | 'too-many-items';

/** Reads the items of a request, or says why not; gives up on what comes too slowly or does not end. Never rejects. */
export async function readItems(
  request: Request,
  limits: ScanLimits,
): Promise<readonly ScanItem[] | BodyProblem> {
  const written = request.headers.get('content-type') ?? '';
  const type = written.split(';')[0]!.trim().toLowerCase();
  if (!['multipart/form-data', 'text/plain', 'application/octet-stream'].includes(type))
    return 'unsupported-type';
  const bytes = await readBytes(request, limits);
  if (typeof bytes === 'string') return bytes;
  if (bytes.size === 0) return 'empty';
  if (type === 'application/octet-stream') return [{ kind: 'file', file: new File([bytes], '') }];
  if (type === 'text/plain') {
    const text = await decode(bytes);
    return text === null ? 'malformed' : [{ kind: 'text', text }];
  }
  return readForm(bytes, written, limits);
}

/** Read by the platform's own parser, from a copy whose size is known to be bounded. */
async function readForm(
  bytes: Blob,
  type: string,
  { items }: ScanLimits,
): Promise<readonly ScanItem[] | BodyProblem> {
  let form: FormData;
  try {
    form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
  } catch {
    return 'malformed';
  }
  const found = [...form.values()].map(
    (value): ScanItem =>
      typeof value === 'string' ? { kind: 'text', text: value } : { kind: 'file', file: value },
  );
  if (found.length === 0) return 'empty';
  return found.length > items ? 'too-many-items' : found;
}

async function decode(bytes: Blob): Promise<string | null> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await bytes.arrayBuffer());
  } catch {
    return null;
  }
}

async function readBytes(request: Request, limits: ScanLimits): Promise<Blob | BodyProblem> {
  if (Number(request.headers.get('content-length') ?? 0) > limits.bytes) return 'too-large';
  if (!request.body) return new Blob();
  const reader = (request.body as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const end = Date.now() + limits.time;
  let length = 0;
  const giveUp = (problem: BodyProblem): BodyProblem => {
    reader.cancel().catch(() => undefined);
    return problem;
  };
  for (;;) {
    const next = await within(reader.read(), Math.min(limits.silence, end - Date.now()));
    if (next === 'too-slow' || next === 'cut-short') return giveUp(next);
    if (next.done) return new Blob(chunks);
    length += next.value.length;
    if (length > limits.bytes) return giveUp('too-large');
    chunks.push(next.value);
  }
}

function within<T>(work: Promise<T>, milliseconds: number): Promise<T | 'too-slow' | 'cut-short'> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve('too-slow'), Math.max(0, milliseconds));
    work.then(resolve, () => resolve('cut-short')).finally(() => clearTimeout(timer));
  });
}
