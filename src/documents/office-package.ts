import type { Budget } from './budget.ts';
import { officeProperties } from './office-properties.ts';
import { DocumentError, type Part, type TextPart } from './types.ts';
import type { Zip, ZipEntry } from './zip.ts';
import { PlainTextHandler, readXmlEntry, type TextHandler } from './zipped-xml.ts';

/** What to do with the entries of an Office package whose name fits; rules come in order of likelihood. */
export interface EntryRule {
  readonly name: RegExp;
  /** Machine word for the place; `#` becomes the running number of the entry in its rule. */
  readonly where: string;
  /** Makes the reader of one entry; left out where plain runs of text will do. */
  readonly handler?: (where: string) => TextHandler;
  /** Reads such entries in another way. */
  readonly read?: () => Iterable<Part>;
  readonly place?: TextPart['place'];
}

/** Parts that hold no words of the author: styles, themes, relations, fonts, settings of printers, previews of page one. */
const WORDLESS =
  /(?:^|\/)(?:_rels\/|theme\/|fonts\/|printerSettings\/|docProps\/(?:thumbnail|app\.xml)|\[Content_Types\]\.xml$|vbaProject[^/]*\.bin$|(?:styles|stylesWithEffects|settings|webSettings|fontTable|numbering|tableStyles|presProps|viewProps|calcChain|metadata|volatileDependencies|keyboard|people|commentsIds|commentsExtended|commentsExtensible|itemProps\d+|attachedToolbars|vbaData|richStyles|rdrichvaluestructure|rdRichValueTypes|tags\d*)\.(?:xml|bin)$)|\.rels$|\.(?:odttf|fntdata|ttf)$/i;
const IMAGE = /\.(?:png|jpe?g|gif|bmp|tiff?|webp|wdp|heic)$/i;

/**
 * Reads an Office package: properties first, then the entries by rule and number, then what no rule named, embedded
 * files and pictures.
 */
export function* readOfficePackage(zip: Zip, rules: readonly EntryRule[], budget: Budget): Generator<Part> {
  budget.countEntries(zip.entries.length);
  yield* officeProperties(zip, budget);
  const left = new Set(
    zip.entries.filter((entry) => !entry.name.endsWith('/') && !WORDLESS.test(entry.name)),
  );
  for (const entry of left) if (entry.name.startsWith('docProps/')) left.delete(entry);
  for (const rule of rules) {
    const entries = [...left].filter((entry) => rule.name.test(entry.name)).sort(byNumber);
    for (const [index, entry] of entries.entries()) {
      left.delete(entry);
      if (rule.read) {
        yield* rule.read();
        continue;
      }
      const where = rule.where.replace('#', String(index + 1));
      const handler = rule.handler?.(where) ?? new PlainTextHandler(rule.place ?? 'body', where);
      yield* readXmlEntry(zip, entry, handler, budget);
    }
  }
  yield* readRest(zip, left, budget);
}

function* readRest(zip: Zip, left: ReadonlySet<ZipEntry>, budget: Budget): Generator<Part> {
  const rest = [...left].sort((a, b) => Number(IMAGE.test(a.name)) - Number(IMAGE.test(b.name)));
  for (const entry of rest) {
    const where = `entry:${entry.index}`;
    if (/\.(?:xml|vml)$/i.test(entry.name)) {
      yield* readXmlEntry(zip, entry, new PlainTextHandler('body', where), budget);
    } else if (entry.claimed > 0 || entry.packed > 0) {
      const bytes = zip.read(entry, budget);
      if (IMAGE.test(entry.name)) yield { kind: 'image', bytes, where };
      else yield { kind: 'child', bytes, name: entry.name, where };
    }
  }
}

function byNumber(a: ZipEntry, b: ZipEntry): number {
  return numberIn(a.name) - numberIn(b.name) || a.index - b.index;
}

function numberIn(name: string): number {
  return Number(/(\d+)\.\w+$/.exec(name)?.[1] ?? 0);
}

/** The ZIP directory of a package, or the outcome of its absence. */
export function requireZip(zip: Zip | null): Zip {
  if (!zip) throw new DocumentError('damaged', 'the package has no directory');
  return zip;
}
