import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import type { Budget } from '../budget.ts';
import type { Format } from '../format.ts';
import { refuseBombs } from '../pdf-bombs.ts';
import { BundledDecoders } from '../pdf-decoders.ts';
import { drawnWords, type Operators } from '../pdf-drawn-words.ts';
import { type Glyphs, isUnreadable, PageLines } from '../pdf-lines.ts';
import { readPagePictures, type Survey, surveyPictures } from '../pdf-pictures.ts';
import { type PlainPages, PlainPdf } from '../pdf-plain.ts';
import { bounds, PdfWatch } from '../pdf-watch.ts';
import { DocumentError, type Part } from '../types.ts';

/** A page with fewer letters than this may still be a scan with a stamp or a page number as text. */
const FEW = 40;
/** Pages whose pictures are handed on; the pictures of later ones stay unread. */
const MOST_DRAWN = 40;

/** Annotations that show drawn words of their own. */
const DRAWN_NOTES = new Set(['Stamp', 'Widget', 'FreeText', 'Watermark']);

/** PDF: text by page, notes and form fields, properties, attached files. Pages without usable text are pictures. */
export const pdf: Format = {
  id: 'pdf',
  mediaType: 'application/pdf',
  matches: ({ head }) => head.slice(0, 1024).includes('%PDF-'),
  async *extract(probe, budget): AsyncGenerator<Part> {
    const plain = PlainPdf.open(probe.bytes, budget);
    const text = plain?.first()?.text;
    if (text) yield { kind: 'text', text, place: 'body', where: 'page:1', preview: 'whole' };
    refuseBombs(probe.bytes, budget);
    const survey = surveyPictures(probe.bytes);
    const pdfjs = await loadPdfjs();
    const task = pdfjs.getDocument({
      data: probe.bytes,
      isEvalSupported: false,
      disableFontFace: true,
      useSystemFonts: false,
      useWorkerFetch: false,
      BinaryDataFactory: BundledDecoders,
      maxImageSize: survey.most,
      isOffscreenCanvasSupported: false,
      isImageDecoderSupported: false,
      enableXfa: false,
      verbosity: 0,
    });
    const watch = new PdfWatch(budget);
    try {
      const document = await watch
        .during(() => task.promise)
        .catch((error: unknown) => {
          throw refusal(error);
        });
      yield* readDocument({
        document,
        plain: plain?.pages(document.numPages) ?? null,
        survey,
        budget,
        watch,
        ops: pdfjs.OPS,
      });
    } finally {
      await task.destroy();
    }
  },
};

type Pdfjs = typeof import('pdfjs-dist');
let loading: Promise<Pdfjs> | null = null;

/** Loads pdf.js once. Its own worker is not used: the scan already runs in one. */
function loadPdfjs(): Promise<Pdfjs> {
  loading ??= (async () => {
    // pdf.js makes one for drawing while it loads; Node has none, and nothing is drawn here.
    (globalThis as { DOMMatrix?: unknown }).DOMMatrix ??= class {};
    const showAgain = hideNode();
    try {
      const worker = await import('../../../.generated/pdf-worker.js');
      worker.setBounds(bounds);
      (globalThis as { pdfjsWorker?: unknown }).pdfjsWorker = worker;
      return (await import('pdfjs-dist/legacy/build/pdf.min.mjs')) as Pdfjs;
    } finally {
      showAgain();
    }
  })();
  return loading;
}

/** Where pdf.js sees Node, it loads a native drawing library at once: most of the time a first file took. */
function hideNode(): () => void {
  const { process } = globalThis as { process?: { [Symbol.toStringTag]?: string } };
  const name = process?.[Symbol.toStringTag];
  if (!process || name === undefined) return () => undefined;
  process[Symbol.toStringTag] = 'scan';
  return () => {
    process[Symbol.toStringTag] = name;
  };
}

function refusal(error: unknown): DocumentError {
  if (error instanceof DocumentError) return error;
  const name = error instanceof Error ? error.name : '';
  return new DocumentError(name === 'PasswordException' ? 'encrypted' : 'damaged', `pdf: ${name}`);
}

interface Opened {
  readonly document: PDFDocumentProxy;
  /** The pages that need no pdf.js. */
  readonly plain: PlainPages | null;
  readonly survey: Survey;
  readonly budget: Budget;
  readonly watch: PdfWatch;
  readonly ops: Pdfjs['OPS'];
}

async function* readDocument(opened: Opened): AsyncGenerator<Part> {
  const { document, plain, survey, budget, watch } = opened;
  yield* await watch.during(() => readProperties(document));
  const seen = { unread: survey.tooLarge, drawnPages: 0 };
  for (let number = 1; number <= document.numPages; number++) {
    budget.countPage();
    const known = plain?.read(number) ?? null;
    const hasPictures = survey.any && known?.hasPictures !== false;
    if (known && !hasPictures && !plain?.hasNotes(number) && !isWanting(known.text))
      yield { kind: 'text', text: known.text, place: 'body', where: `page:${number}` };
    else yield* readPage(opened, number, known?.text ?? null, hasPictures, seen);
  }
  if (seen.unread || watch.cut) yield { kind: 'image', bytes: new Uint8Array(), where: 'page' };
  if (plain?.hasNames !== false) yield* await watch.during(() => readAttachments(document), { keeps: true });
}

/** `known` is the page's text where it is known already. */
async function* readPage(
  { document, watch, ops }: Opened,
  number: number,
  known: string | null,
  hasPictures: boolean,
  seen: { unread: boolean; drawnPages: number },
): AsyncGenerator<Part> {
  const page = await watch.during(() => document.getPage(number));
  const where = `page:${number}`;
  const text = known ?? (await watch.during(() => readText(page)));
  if (text.trim() !== '') yield { kind: 'text', text, place: 'body', where };
  yield* await watch.during(() => readNotes(page, where, ops), { keeps: true });
  const wanting = isWanting(text);
  if (hasPictures && seen.drawnPages < MOST_DRAWN) {
    const shown = await watch.during(() => readPagePictures(page, ops, { all: wanting }));
    for (const picture of shown.pictures) yield { kind: 'image', bytes: picture, where };
    if (shown.pictures.length > 0) seen.drawnPages++;
    if (shown.unread) seen.unread = true;
    if (wanting && shown.pictures.length === 0)
      seen.unread ||= await watch.during(() => isDrawn(page, text, ops));
  } else if (wanting) seen.unread ||= await watch.during(() => isDrawn(page, text, ops));
  else if (hasPictures) seen.unread = true;
  page.cleanup();
}

function isWanting(text: string): boolean {
  return text.length < FEW || isUnreadable(text);
}

/** The runs of a page are forgotten as they come: a page may hold millions. */
async function readText(page: PDFPageProxy): Promise<string> {
  const lines = new PageLines();
  const reader = page.streamTextContent({ disableNormalization: true }).getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return lines.text();
    lines.add(value.items as Glyphs[]);
  }
}

/** Title, subject and what else people fill in. */
async function readProperties(document: PDFDocumentProxy): Promise<Part[]> {
  const { info } = (await document.getMetadata()) as unknown as { info: Record<string, unknown> };
  const custom = Object.values((info.Custom ?? {}) as Record<string, unknown>);
  return [info.Title, info.Subject, info.Keywords, ...custom]
    .filter((value): value is string => typeof value === 'string' && value.trim() !== '')
    .map((text) => ({ kind: 'text', text, place: 'property', where: 'property' }));
}

interface Note {
  readonly subtype?: string;
  readonly hasAppearance?: boolean;
  readonly contentsObj?: { readonly str?: string };
  readonly textContent?: readonly string[];
  readonly fieldValue?: unknown;
  /** A file that hangs on the page. */
  readonly file?: Attached;
}

interface Attached {
  readonly filename: string;
  readonly content?: Uint8Array | null;
}

/** Words in notes and form fields, and the words that stamps and signatures are drawn with. */
async function readNotes(page: PDFPageProxy, where: string, ops: Pdfjs['OPS']): Promise<Part[]> {
  const notes = (await page.getAnnotations()) as Note[];
  const texts = notes.flatMap(({ contentsObj, textContent, fieldValue }) => [
    contentsObj?.str ?? '',
    textContent?.join('\n') ?? '',
    ...[fieldValue].flat().filter((value) => typeof value === 'string'),
  ]);
  const drawn = notes.some(({ subtype = '', hasAppearance }) => hasAppearance && DRAWN_NOTES.has(subtype));
  if (drawn) texts.push(drawnWords((await page.getOperatorList()) as unknown as Operators, ops));
  const shown = [...new Set(texts)]
    .filter((text) => text.trim() !== '')
    .map((text): Part => ({ kind: 'text', text, place: 'box', where: `${where}/note` }));
  return [
    ...shown,
    ...filesOf(
      notes.flatMap(({ file }) => file ?? []),
      `${where}/attachment`,
    ),
  ];
}

function filesOf(files: readonly Attached[], where: string): Part[] {
  return files.flatMap(({ filename, content }, index) =>
    content ? [{ kind: 'child', bytes: content, name: filename, where: `${where}:${index + 1}` }] : [],
  );
}

/** True when a page without usable text shows something: letters nobody can map, a picture, or outlines of letters. */
async function isDrawn(page: PDFPageProxy, text: string, ops: Pdfjs['OPS']): Promise<boolean> {
  if (isUnreadable(text) && text.trim() !== '') return true;
  const pictures: readonly number[] = [
    ops.paintImageXObject,
    ops.paintInlineImageXObject,
    ops.paintImageMaskXObject,
    ops.paintImageXObjectRepeat,
    ops.paintImageMaskXObjectGroup,
    ops.paintImageMaskXObjectRepeat,
    ops.paintInlineImageXObjectGroup,
  ];
  const { fnArray } = await page.getOperatorList();
  let paths = 0;
  for (const op of fnArray) {
    if (pictures.includes(op)) return true;
    if (op === ops.constructPath) paths += 1;
  }
  return paths > 50;
}

async function readAttachments(document: PDFDocumentProxy): Promise<Part[]> {
  const attachments = (await document.getAttachments()) as Record<string, Attached> | null;
  return filesOf(Object.values(attachments ?? {}), 'attachment');
}
