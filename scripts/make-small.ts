import { minify } from 'terser';

/** The notice's styles, which become one string: terser leaves strings as they are. */
const STYLES = /(['"])\\n:host \{.*?[^\\]\1/s;

/** What `fflate` says of damaged data: in a page nobody reads it. */
const FLATE_WORDS = /"unexpected EOF".*?"invalid zip data"|,"invalid gzip data"/g;

/** What a format is called: the guard does not ask. */
const FORMAT_NAMES = /id:"\w+",mediaType:"[^"]+",/g;

/** What a `DocumentError` tells besides its outcome: in a page nobody reads it, and only the outcome counts. */
const DETAILS =
  /(\(["'](?:bomb|damaged|encrypted|timed-out|too-deep|too-many|unknown-format)["']),(?:"[^"]*"|'[^']*'|`[^`]*`)\)/g;

/**
 * Fields and methods that are known inside the guard's file alone: no message, table, store, page or other script has
 * them (a test looks), so they may be called anything.
 */
export const INNER_NAMES =
  /^(?:apart|approve|asides|attempts|base|begin|beside|cell|checkDepth|checkTime|closeCell|closeRow|concept|contents|countEntries|countPage|countUnpacked|dismiss|early|ends|engine|episode|extract|fileBytes|findMarked|found|give|given|growAll|handler|hasEnough|hashLast|heads|headWords|hits|hooks|isFolder|isNear|isReplay|judge|keep|kinds|kindsOf|late|letters|look|looksClean|mayDoubt|mayPass|nextPlace|onContinue|ondata|onFalseAlarm|onNewRules|onReported|opening|openRow|pin|raise|raiseAgain|recall|sameCellAfter|sameCellBefore|scan|scanner|score|seen|signs|spansIn|spelling|startOf|steps|stopChange|stopText|strokes|tainted|textOf|three|timeLeft|tree|unasked|unpack|unpackedBytes|unweighed|usePolicy|useTables|verbatim|walk|wantsText|weigh|weighAcross|weighed|weighRange|writeBytes)$/;

interface Small {
  /** A module, not a script. */
  readonly module?: boolean;
  /** No other file knows its inner names: they become short ones. */
  readonly alone?: boolean;
}

/** Makes a script smaller than the bundler does: for the files that every guarded page reads. Throws on what is none. */
export async function makeSmall(
  code: string,
  { module = false, alone = false }: Small = {},
): Promise<string> {
  // None of our functions is called with `new`, so all that need no `this` may be arrows.
  const small = await minify(code, {
    ecma: 2020,
    module,
    compress: {
      passes: 5,
      // The guard's file alone packs worse with it.
      hoist_funs: !alone,
      unsafe_arrows: true,
      unsafe_methods: true,
      // Both pack better.
      lhs_constants: false,
      sequences: false,
    },
    mangle: alone ? { properties: { regex: INNER_NAMES, keep_quoted: true } } : true,
    // Packs better, and the browser keeps it in half the room.
    format: { ascii_only: true },
  });
  const made = alone ? small.code?.replace(FORMAT_NAMES, '') : small.code;
  return squeezeStyles(made ?? code)
    .replace(FLATE_WORDS, '')
    .replace(DETAILS, '$1)');
}

/** Gives a script shorter names and leaves it as it is otherwise: a function that may never be run stays one. */
export async function shortenNames(code: string): Promise<string> {
  return (await minify(code, { ecma: 2020, compress: false, format: { ascii_only: true } })).code ?? code;
}

/** The styles' own properties get short names, also where a drawing takes its colour from one. */
function squeezeStyles(code: string): string {
  const properties = [...new Set(STYLES.exec(code)?.[0].match(/--[a-z-]+/g))];
  return code
    .replace(STYLES, squeeze)
    .replaceAll(/--[a-z-]+/g, (name) =>
      properties.includes(name) ? `--l${properties.indexOf(name).toString(36)}` : name,
    );
}

function squeeze(styles: string): string {
  return styles
    .replaceAll(/\\n\s*/g, '')
    .replaceAll(/\s*([{};,])\s*/g, '$1')
    .replaceAll(': ', ':')
    .replaceAll(';}', '}');
}
