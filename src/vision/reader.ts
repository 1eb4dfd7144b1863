import { cutOut } from './crop.ts';
import { findStamps, LEVEL_WORDS, type Stamp } from './stamps.ts';
import {
  type GreyImage,
  ImageError,
  type ImageReader,
  type LetterReader,
  type Pixels,
  type ReadOptions,
  type ReadResult,
  type ReadText,
} from './types.ts';

/** Pictures smaller than this on either side hold no words: pixels. */
const SMALLEST = 16;
/** Places whose letters are read when the network is unsure. */
const MOST_UNSURE = 4;
/** The part of a page in which stamps, numbers and names of agencies stand. */
const HEADER_SHARE = 0.42;
/** Pixels of the longer side at which an area is read: about 150 dpi. */
const AREA_SIDE = 1750;
/** Letters of a stamp are read at this height, in pixels, with so much of what stands at each side, in heights. */
const LINE_HEIGHT = 64;
const BESIDE = 0.6;

export interface ReaderParts {
  /** Bytes to pixels; throws `ImageError`. */
  readonly decode: (bytes: Uint8Array) => Pixels | Promise<Pixels>;
  /** Starts the recognition of letters; called when it is first needed. Without it unsure places stay unread. */
  readonly startLetters?: () => Promise<LetterReader>;
  /** Milliseconds after the last read at which the recognition of letters is let go. */
  readonly idle?: number;
}

/** Makes a reader of pictures. Reads may overlap; letters are recognised one after the other. */
export function createReader({ decode, startLetters, idle = 60_000 }: ReaderParts): ImageReader {
  let letters: Promise<LetterReader> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const release = async () => {
    clearTimeout(timer);
    const held = letters;
    letters = undefined;
    await held?.then(
      (reader) => reader.release(),
      () => undefined,
    );
  };
  const recognise: Recognise | undefined =
    startLetters &&
    (async (crop, kind, signal) => {
      clearTimeout(timer);
      letters ??= startLetters();
      try {
        const read = await endedBy(signal, (await endedBy(signal, letters)).read(crop, kind));
        clearTimeout(timer);
        timer = setTimeout(release, idle);
        return read;
      } catch (error) {
        // A stuck or broken worker is thrown away; the next read starts a new one.
        await release();
        throw error;
      }
    });
  return {
    read: (bytes, options) => guarded(async () => readPixels(await decode(bytes), recognise, options)),
    readPixels: (pixels, options) => guarded(() => readPixels(pixels, recognise, options)),
    release,
  };
}

type Recognise = (
  crop: GreyImage,
  kind: 'line' | 'area',
  signal?: AbortSignal,
) => Promise<{ text: string; confidence: number }>;

async function guarded(read: () => Promise<ReadResult>): Promise<ReadResult> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ImageError) return { outcome: error.outcome, texts: [] };
    return { outcome: 'damaged', texts: [] };
  }
}

async function readPixels(
  pixels: Pixels,
  recognise: Recognise | undefined,
  { depth = 'stamps', signal }: ReadOptions = {},
): Promise<ReadResult> {
  if (pixels.width < SMALLEST || pixels.height < SMALLEST) return { outcome: 'scanned', texts: [] };
  const stamps = findStamps(pixels, signal);
  const texts = stamps.filter((stamp) => stamp.sure).map(toText);
  if (texts.length > 0) return { outcome: 'scanned', texts };
  if (signal?.aborted) return { outcome: 'timed-out', texts };
  if (!recognise) return { outcome: stamps.length > 0 ? 'image-unread' : 'scanned', texts };
  try {
    for (const stamp of stamps.slice(0, MOST_UNSURE)) {
      const text = await readUnsure(pixels, stamp, recognise, signal);
      if (text) return { outcome: 'scanned', texts: [text] };
    }
    if (depth !== 'stamps') texts.push(await readArea(pixels, depth, recognise, signal));
  } catch {
    return { outcome: signal?.aborted ? 'timed-out' : 'image-unread', texts };
  }
  return { outcome: 'scanned', texts };
}

function toText({ region, level, confidence }: Stamp, index: number): ReadText {
  return { text: LEVEL_WORDS[level], place: 'box', where: `stamp:${index + 1}`, region, confidence };
}

/**
 * Reads the letters of a place that the networks are not sure of, and of what stands beside it: all of a level's words must
 * be there, and no others.
 */
async function readUnsure(
  pixels: Pixels,
  stamp: Stamp,
  recognise: Recognise,
  signal?: AbortSignal,
): Promise<ReadText | null> {
  const { region, ink } = stamp;
  const wide = { ...region, width: region.width + 2 * BESIDE * region.height };
  const width = Math.round((LINE_HEIGHT * wide.width) / wide.height);
  const crop = pad(cutOut(pixels, wide, width, LINE_HEIGHT, ink), 12);
  const { text, confidence } = await recognise(crop, 'line', signal);
  const words = text
    .normalize('NFC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    // The sides of a frame.
    .replace(/^ ?[IL] | [IL] ?$/gu, ' ')
    .trim();
  const level = (['tuyet-mat', 'toi-mat', 'mat'] as const).find((one) => words === LEVEL_WORDS[one]);
  if (!level) return null;
  return { text: LEVEL_WORDS[level], place: 'box', where: 'stamp:1', region, confidence };
}

async function readArea(
  pixels: Pixels,
  depth: 'header' | 'page',
  recognise: Recognise,
  signal?: AbortSignal,
): Promise<ReadText> {
  const height = depth === 'page' ? pixels.height : Math.round(pixels.height * HEADER_SHARE);
  const scale = Math.min(2, AREA_SIDE / Math.max(pixels.width, pixels.height));
  const region = { x: pixels.width / 2, y: height / 2, width: pixels.width, height, angle: 0 };
  const area = cutOut(pixels, region, Math.round(pixels.width * scale), Math.round(height * scale), 'all');
  const { text, confidence } = await recognise(area, 'area', signal);
  return { text, place: depth === 'page' ? 'body' : 'header', where: depth, region: null, confidence };
}

/** Paper around a crop: letters at its border are read badly. */
function pad({ width, height, data }: GreyImage, by: number): GreyImage {
  const wide = width + 2 * by;
  const out = new Uint8Array(wide * (height + 2 * by)).fill(255);
  for (let y = 0; y < height; y++) out.set(data.subarray(y * width, (y + 1) * width), (y + by) * wide + by);
  return { width: wide, height: height + 2 * by, data: out };
}

function endedBy<T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
