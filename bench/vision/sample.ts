import { fairWords } from './fair-words.ts';
import { bodyFonts, fonts } from './fonts.ts';
import { knownNearMisses, nearMiss } from './near-misses.ts';
import { type Chance, chance } from './random.ts';
import type { Disturbance, MarkSpec, PageSpec } from './spec.ts';
import { agencies, levels, titles, tuneWords, urgent } from './words.ts';

/** The odd half is drawn like the report half, in faces with other forms of letters. */
export type Half = 'tune' | 'report' | 'odd';

const STAMPED_KINDS = ['letter', 'letter', 'letter', 'letter', 'form', 'report'] as const;
const PLAIN_KINDS = [
  'letter',
  'letter',
  'letter',
  'form',
  'report',
  'table',
  'picture',
  'screenshot',
] as const;

type Span = readonly [number, number];
/**
 * Where stamps stand, in millimetres: at the left under the number as the decree's diagram has it, or as older papers do;
 * named more often: more often there.
 */
const UNDER_NUMBER = { x: [45, 62], y: [50, 58] } as const;
const TOP_LEFT = { x: [25, 45], y: [6, 10] } as const;
const TOP_RIGHT = { x: [150, 175], y: [6, 10] } as const;
const PLACES: Readonly<
  Record<'letter' | 'form' | 'report', readonly { readonly x: Span; readonly y: Span }[]>
> = {
  letter: [
    UNDER_NUMBER,
    UNDER_NUMBER,
    UNDER_NUMBER,
    UNDER_NUMBER,
    UNDER_NUMBER,
    TOP_LEFT,
    TOP_RIGHT,
    { x: [130, 165], y: [48, 56] },
  ],
  form: [
    { x: [35, 60], y: [45, 58] },
    { x: [140, 172], y: [45, 58] },
  ],
  report: [
    { x: [30, 50], y: [9, 24] },
    { x: [150, 175], y: [9, 24] },
    { x: [95, 115], y: [9, 24] },
  ],
};
/** Millimetres. */
const SHEET_ROWS = [20, 44, 68, 92, 116, 140];
/** One stamp in so many stands anywhere in the upper half instead, so on whatever is printed there. */
const ANYWHERE = 0.1;

/** Draws the lot for one page with a marking of secrecy. */
export function stampedPage(seed: number, half: Half): PageSpec {
  const lot = chance(seed);
  const words = lot.pick(levels)[1];
  const kind = lot.pick(STAMPED_KINDS);
  const marks = [mark(lot, half, words, kind)];
  if (lot.yes(0.2)) marks.push(besides(lot, half, marks[0]!, lot.pick(urgent), kind));
  if (lot.yes(0.25)) marks.push(seal(lot));
  return page(seed, lot, half, kind, marks);
}

/** Draws the lot for one page without a marking of secrecy. */
export function plainPage(seed: number, half: Half): PageSpec {
  const lot = chance(seed);
  const kind = lot.pick(PLAIN_KINDS);
  const marks: MarkSpec[] = [];
  if (lot.yes(kind === 'letter' ? 0.75 : 0.4)) {
    marks.push(mark(lot, half, lot.yes(0.6) ? lot.pick(urgent) : lot.pick(wordsOf(half)), kind));
    if (lot.yes(0.3)) marks.push(besides(lot, half, marks[0]!, lot.pick(wordsOf(half)), kind));
  }
  if (lot.yes(0.4)) marks.push(seal(lot));
  return page(seed, lot, half, kind, marks);
}

/**
 * Draws the lot for one page whose stamp mostly stands on text, half of them copied in grey: with a marking of secrecy or
 * with other words.
 */
export function crowdedPage(seed: number, half: Half): PageSpec {
  const lot = chance(seed);
  const words = seed % 2 === 0 ? lot.pick(levels)[1] : lot.pick(lot.yes(0.3) ? urgent : wordsOf(half));
  const kind = lot.yes(0.6) ? 'report' : 'letter';
  return page(seed, lot, half, kind, [mark(lot, half, words, kind, 0.8)], lot.yes(0.5) ? 'copy' : undefined);
}

/** Draws the lot for one letter with two stamps of words that a level could be mistaken for. */
export function decoyPage(seed: number, half: Half): PageSpec {
  const lot = chance(seed);
  const words = () =>
    half === 'tune' && lot.yes(0.7) ? nearMiss(lot.next, 'taught') : lot.pick(wordsOf(half));
  const first = mark(lot, half, words(), 'letter');
  return page(seed, lot, half, 'letter', [first, besides(lot, half, first, words(), 'letter')]);
}

function page(
  seed: number,
  lot: Chance,
  half: Half,
  kind: PageSpec['kind'],
  marks: readonly MarkSpec[],
  mode?: Disturbance['mode'],
): PageSpec {
  const agency = lot.pick(agencies);
  const dpi = lot.pick([75, 100, 100, 150, 150, 200, 200, 300]);
  const disturbance = disturb(lot, kind, mode);
  const camera = disturbance.mode === 'photo' || disturbance.mode === 'screen';
  return {
    seed,
    kind,
    bodyFont: lot.pick(bodyFonts[half]),
    // A camera's picture of a page seldom has more.
    dpi: camera ? Math.min(200, dpi) : dpi,
    marks,
    title: lot.pick(titles),
    redTitle: lot.yes(0.12),
    agency,
    about: lot.yes(0.4),
    party: agency.startsWith('HUYỆN ỦY'),
    disturbance,
  };
}

/** Draws the lot for one page with one near miss, in the faces and on the papers of the report half. */
export function nearMissPage(seed: number): PageSpec {
  const lot = chance(seed);
  const kind = lot.pick(STAMPED_KINDS);
  const words = lot.yes(0.25) ? lot.pick(knownNearMisses) : nearMiss(lot.next, 'kept');
  return page(seed, lot, 'report', kind, [mark(lot, 'report', words, kind)]);
}

/** Draws the lot for one sheet full of marks, a third of them levels, the others near misses: for teaching alone. */
export function sheetPage(seed: number): PageSpec {
  const lot = chance(seed);
  const marks = SHEET_ROWS.flatMap((y) =>
    [36, 105, 174].map((x) => {
      const words = lot.yes(0.34) ? lot.pick(levels)[1] : nearMiss(lot.next, 'taught');
      return { ...mark(lot, 'tune', words, 'letter'), x: x + lot.between(-4, 4), y: y + lot.between(-3, 3) };
    }),
  );
  const spec = page(seed, lot, 'tune', 'sheet', marks);
  return { ...spec, disturbance: { ...spec.disturbance, turn: 0 } };
}

/** The odd half has the report's words. */
function wordsOf(half: Half): readonly string[] {
  return half === 'tune' ? tuneWords : fairWords;
}

function mark(lot: Chance, half: Half, words: string, kind: PageSpec['kind'], anywhere = ANYWHERE): MarkSpec {
  const shape = lot.pick([
    'double-frame',
    'double-frame',
    'double-frame',
    'frame',
    'frame',
    'plain',
  ] as const);
  const size = shape === 'plain' ? lot.between(13, 18) : lot.between(12, 15);
  const spacing = lot.yes(0.2) ? lot.between(0.05, 0.35) : lot.between(0, 0.05);
  const long = words.replace(/\s/g, '').length;
  const width = Math.max(20, 4 + long * 4.2 * (1 + spacing)) * lot.between(0.95, 1.15);
  const around = PLACES[kind === 'form' || kind === 'report' ? kind : 'letter'];
  const { x, y } = lot.yes(anywhere) ? ({ x: [35, 175], y: [12, 140] } as const) : lot.pick(around);
  return {
    shape,
    words,
    below: words === 'GIẢI MẬT' ? 'Từ: 15/3/2024' : '',
    font: lot.pick(fonts[half]),
    // The circular asks for bold letters and red ink.
    weight: lot.yes(0.95) ? 700 : 400,
    size,
    spacing,
    x: Math.max(lot.between(...x), width / 2 + 6),
    y: lot.between(...y),
    width,
    height: lot.between(7.5, 10),
    angle: lot.yes(0.5) ? lot.between(-7, 7) : lot.between(-1.5, 1.5),
    ink: lot.yes(0.95)
      ? `rgb(${lot.whole(170, 235)},${lot.whole(15, 70)},${lot.whole(20, 90)})`
      : lot.pick(['rgb(30,30,30)', 'rgb(40,50,130)']),
    opacity: lot.between(0.6, 1),
    holes: lot.yes(0.5) ? lot.between(0, 0.3) : 0,
  };
}

function besides(lot: Chance, half: Half, first: MarkSpec, words: string, kind: PageSpec['kind']): MarkSpec {
  const other = mark(lot, half, words, kind);
  return {
    ...other,
    x: Math.max(first.x, other.width / 2 + 6),
    y: first.y + first.height + 4,
    angle: first.angle + lot.between(-2, 2),
  };
}

function seal(lot: Chance): MarkSpec {
  return {
    shape: 'seal',
    words: '★',
    below: 'ỦY BAN NHÂN DÂN TỈNH HÒA SƠN',
    font: 'Liberation Serif',
    weight: 700,
    size: 9,
    spacing: 0,
    x: lot.between(120, 150),
    y: lot.yes(0.15) ? lot.between(35, 60) : lot.between(215, 245),
    width: 36,
    height: 36,
    angle: lot.between(-20, 20),
    ink: `rgb(${lot.whole(190, 235)},${lot.whole(20, 60)},${lot.whole(20, 60)})`,
    opacity: lot.between(0.6, 0.95),
    holes: lot.between(0, 0.25),
  };
}

const MODES = ['digital', 'scan', 'scan', 'scan', 'photo', 'photo', 'screen', 'copy', 'copy'] as const;

function disturb(lot: Chance, kind: PageSpec['kind'], given?: Disturbance['mode']): Disturbance {
  const mode = given ?? (kind === 'screenshot' ? 'digital' : lot.pick(MODES));
  const camera = mode === 'photo' || mode === 'screen';
  const quality = mode === 'digital' && lot.yes(0.6) ? 0 : lot.between(0.4, 0.8);
  const warm = lot.between(-0.08, 0.16);
  return {
    mode,
    angle: mode === 'digital' ? 0 : lot.between(-4, 4) * (camera ? 1.5 : 1),
    perspective: camera ? lot.between(0.01, 0.07) : 0,
    shadow: camera ? lot.between(0.1, 0.55) : mode === 'digital' ? 0 : lot.between(0, 0.15),
    blur: mode === 'digital' ? 0 : lot.between(0, camera ? 0.9 : 0.6),
    noise: mode === 'digital' ? 0 : lot.between(2, 14),
    tint: camera ? [1, 1 - warm * 0.4, 1 - warm] : [1, 1, 1],
    moire: mode === 'screen' ? lot.between(0.03, 0.14) : 0,
    contrast: mode === 'copy' ? lot.between(1.2, 2.2) : camera ? lot.between(0.7, 1) : 1,
    quality,
    fill: camera ? lot.between(0.65, 0.95) : 1,
    turn: mode !== 'digital' && lot.yes(0.25) ? lot.pick([90, 180, 270] as const) : 0,
  };
}
