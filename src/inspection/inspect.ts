import { Budget } from '../documents/budget.ts';
import { isKnown, open } from '../documents/extract.ts';
import { defaultLimits } from '../documents/limits.ts';
import { Probe } from '../documents/probe.ts';
import { DocumentError, type ImagePart, type Limits, type Part, type TextPart } from '../documents/types.ts';
import type { Engine, Finding, Hints } from '../engine/types.ts';
import type { LocatedFinding, Outcome } from '../engine/verdict.ts';
import type { ReadResult, Region } from '../vision/types.ts';
import { LongTexts, moveBy, ofStretch, type Stretch } from './long-texts.ts';
import type { InspectionResult } from './types.ts';

export { defaultLimits };

/** Code units at the cut end of a preview whose findings wait for the whole text: what follows may speak against them. */
const CUT_END = 1000;

/** Milliseconds that one picture gets: many times what the slowest page took. */
const PICTURE_PATIENCE = 10_000;

export interface FileOptions {
  /** The file's own name: inspected too, never recorded. */
  readonly name?: string;
  readonly limits?: Limits;
  readonly signal?: AbortSignal;
  /** Reads the words of a picture; without it pictures stay unread. Must not reject. */
  readonly readImage?: ReadImage;
  /** True reads on after a blocking marking, for a list of all places. */
  readonly thorough?: boolean;
  /** Gets what was found while its words are at hand. */
  readonly onFound?: (sight: Sight) => void;
}

/** Findings of one run of text with their words: content, for a screen and never for storage. */
export interface Sight {
  readonly findings: readonly LocatedFinding[];
  readonly text: string;
  /** The picture that the text was read on, and where on it; null for a text gathered from a whole zone. */
  readonly picture?: { readonly bytes: Uint8Array; readonly region: Region | null };
}

export type ReadImage = (bytes: Uint8Array, signal?: AbortSignal) => Promise<ReadResult>;

interface Inspection {
  readonly engine: Engine;
  readonly budget: Budget;
  readonly findings: LocatedFinding[];
  readonly readImage: ReadImage | undefined;
  readonly signal: AbortSignal | undefined;
  readonly thorough: boolean;
  readonly onFound: FileOptions['onFound'];
  /** The first thing that was not seen; `scanned` while all was. */
  outcome: Outcome;
}

/** Inspects one text. `size` is in code units. */
export function inspectText(text: string, engine: Engine, hints?: Hints): InspectionResult {
  const findings = engine.inspect(text, hints).map((finding) => ({ finding, where: hints?.place ?? 'text' }));
  return { outcome: 'scanned', findings, mediaType: 'text/plain', size: text.length };
}

/**
 * Inspects one file and all that is inside it, within `limits`, and stops at the first blocking marking. Never rejects:
 * what could not be read is the outcome, and findings made before count.
 */
export async function inspectFile(
  file: Uint8Array | Blob | Probe,
  engine: Engine,
  options: FileOptions = {},
): Promise<InspectionResult> {
  const limits = options.limits ?? defaultLimits;
  const budget = new Budget(limits, options.signal);
  const inspection: Inspection = {
    engine,
    budget,
    findings: [],
    readImage: options.readImage,
    signal: options.signal,
    thorough: options.thorough ?? false,
    onFound: options.onFound,
    outcome: 'scanned',
  };
  const held = file instanceof Probe ? file.bytes : file;
  const size = held instanceof Blob ? held.size : held.length;
  let mediaType = 'application/octet-stream';
  try {
    const named =
      options.name !== undefined &&
      judge(inspection, nameStem(options.name), { place: 'file-name' }, 'file-name');
    if (!named) {
      if (size > limits.fileBytes)
        throw new DocumentError('too-large', `more than ${limits.fileBytes} bytes`);
      const opened = open(file instanceof Blob ? new Uint8Array(await file.arrayBuffer()) : file, budget);
      mediaType = opened.mediaType;
      await inspectParts(inspection, opened.parts, '', 0);
    }
  } catch (error) {
    note(inspection, outcomeOf(error));
  }
  return { outcome: inspection.outcome, findings: inspection.findings, mediaType, size };
}

/** Resolves to true when a blocking marking was found and nothing more needs to be read. */
async function inspectParts(
  inspection: Inspection,
  parts: Iterable<Part> | AsyncIterable<Part>,
  prefix: string,
  depth: number,
): Promise<boolean> {
  const texts = new LongTexts();
  const judgeRest = () => texts.rest().some((stretch) => judgeStretch(inspection, stretch, prefix));
  try {
    for await (const part of parts) {
      inspection.budget.checkTime();
      if (part.kind === 'image') {
        if (await inspectImage(inspection, part, prefix, depth)) return true;
      } else if (part.kind === 'text') {
        if (
          part.preview
            ? judgePreview(inspection, part, prefix)
            : judgeStretch(inspection, texts.join(part), prefix)
        )
          return true;
      } else if (await inspectChild(inspection, part.name, part.bytes, prefix + part.where, depth + 1)) {
        return true;
      }
    }
  } catch (error) {
    judgeRest();
    throw error;
  }
  return judgeRest();
}

/** A part without bytes is a page that nobody could draw. */
async function inspectImage(
  inspection: Inspection,
  part: ImagePart,
  prefix: string,
  depth: number,
): Promise<boolean> {
  if (!inspection.readImage || part.bytes.length === 0) {
    note(inspection, 'image-unread');
    return false;
  }
  const { outcome, texts } = await readInTime(inspection, inspection.readImage, part.bytes);
  // What no reader of pictures knows may be a metafile or a document under a picture's name; else no viewer shows it either.
  if (outcome === 'unknown-format') return inspectUnknownImage(inspection, part, prefix, depth);
  note(inspection, outcome);
  let found = false;
  for (const { text, place, where, region } of texts) {
    const picture = { bytes: part.bytes, region };
    if (judge(inspection, text, { place, ocr: true }, `${prefix}${part.where}/${where}`, picture))
      found = true;
  }
  return found;
}

/** One picture that does not come back costs its own patience, not the whole scan. */
function readInTime(
  { budget, signal }: Inspection,
  readImage: ReadImage,
  bytes: Uint8Array,
): Promise<ReadResult> {
  const late = AbortSignal.timeout(Math.min(PICTURE_PATIENCE, Math.ceil(budget.timeLeft)));
  const stop = signal ? AbortSignal.any([signal, late]) : late;
  return new Promise((resolve) => {
    const giveUp = () => resolve({ outcome: 'timed-out', texts: [] });
    if (stop.aborted) giveUp();
    stop.addEventListener('abort', giveUp, { once: true });
    readImage(bytes, stop)
      .then(resolve, giveUp)
      .finally(() => stop.removeEventListener('abort', giveUp));
  });
}

async function inspectUnknownImage(
  inspection: Inspection,
  { bytes, where }: ImagePart,
  prefix: string,
  depth: number,
): Promise<boolean> {
  // A file that is a picture and nothing else: somebody can show it.
  if (where === 'image') {
    note(inspection, 'image-unread');
    return false;
  }
  if (!isKnown(bytes)) return false;
  return inspectChild(inspection, '', bytes, prefix + where, depth + 1);
}

async function inspectChild(
  inspection: Inspection,
  name: string,
  bytes: Uint8Array,
  where: string,
  depth: number,
): Promise<boolean> {
  inspection.budget.checkDepth(depth);
  if (judge(inspection, nameStem(name), { place: 'file-name' }, `${where}/file-name`)) return true;
  try {
    return await inspectParts(inspection, open(bytes, inspection.budget).parts, `${where}/`, depth);
  } catch (error) {
    const outcome = outcomeOf(error);
    // A limit of the whole inspection ends it; a child that cannot be read leaves its siblings to be read.
    if (outcome === 'timed-out' || outcome === 'bomb' || outcome === 'too-many') throw error;
    note(inspection, outcome);
    return false;
  }
}

function judge(
  inspection: Inspection,
  text: string,
  hints: Hints,
  where: string,
  picture?: Sight['picture'],
): boolean {
  if (text.length === 0) return false;
  const found = inspection.engine.inspect(text, hints);
  keep(inspection, found, text, where, { picture });
  return !inspection.thorough && found.some(blocks);
}

/** A part of a document, or a piece of one with what stands around it. */
function judgeStretch(inspection: Inspection, stretch: Stretch, prefix: string): boolean {
  const { text, place, where, from, until, offset } = stretch;
  if (text.length === 0 || until <= from) return false;
  const found = ofStretch(inspection.engine.inspect(text, { place }), stretch);
  keep(inspection, found, text, prefix + where, { offset });
  return !inspection.thorough && found.some(blocks);
}

/** `offset` is the place of the text in the whole one, where it was cut. */
function keep(
  { findings, onFound }: Inspection,
  found: readonly Finding[],
  text: string,
  where: string,
  { picture, offset = 0 }: { readonly picture?: Sight['picture']; readonly offset?: number } = {},
): void {
  if (found.length === 0) return;
  for (const finding of found) findings.push({ finding: moveBy(finding, offset), where });
  onFound?.({ findings: found.map((finding) => ({ finding, where })), text, ...(picture && { picture }) });
}

/** The whole text follows: who reads on finds it all there. */
function judgePreview(inspection: Inspection, part: TextPart, prefix: string): boolean {
  if (inspection.thorough) return false;
  const end = part.preview === 'whole' ? part.text.length : part.text.length - CUT_END;
  const sure = inspection.engine
    .inspect(part.text, { place: part.place })
    .filter((finding) => blocks(finding) && finding.end <= end);
  keep(inspection, sure, part.text, prefix + part.where);
  return sure.length > 0;
}

function blocks(finding: Finding): boolean {
  return finding.kind === 'marking' && finding.action === 'block';
}

/** The first outcome that is not `scanned` stays, but an unread image gives way to anything worse. */
function note(inspection: Inspection, outcome: Outcome): void {
  if (inspection.outcome === 'scanned' || inspection.outcome === 'image-unread') {
    if (outcome !== 'scanned') inspection.outcome = outcome;
  }
}

function outcomeOf(error: unknown): Outcome {
  return error instanceof DocumentError ? error.outcome : 'damaged';
}

/** A name without its folders and its ending, as a person reads it. */
function nameStem(name: string): string {
  const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  const dot = base.lastIndexOf('.');
  return dot > 0 ? base.slice(0, dot) : base;
}
