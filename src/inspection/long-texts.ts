import type { TextPart } from '../documents/types.ts';
import type { Finding } from '../engine/types.ts';

/**
 * Code units on either side of a place that can speak for or against a marking there: twelve lines, empty ones between
 * them, of the usual lengths, and the words of a category.
 */
export const AROUND = 8 * 1024;
/** The engine looks at very long lines on a grid of so many code units. */
const GRID = 256;

/** Some text to look through, and which of the findings in it count: those that begin from `from` up to `until`. */
export interface Stretch {
  readonly text: string;
  readonly place: TextPart['place'];
  readonly where: string;
  readonly from: number;
  readonly until: number;
  /** Where `text` begins in the whole text, in code units. */
  readonly offset: number;
}

/**
 * Puts the pieces of long texts together so that every place is looked at with what stands around it, as if the text had
 * never been cut: each piece is looked through behind the end of the one before it, and the findings near its own end
 * wait for the next.
 */
export class LongTexts {
  readonly #open = new Map<string, Stretch>();

  /** What is to be looked through now that a part has come. */
  join(part: TextPart): Stretch {
    const { text, place, where } = part;
    const before = this.#open.get(where);
    this.#open.delete(where);
    const stretch = {
      text: before ? before.text + text : text,
      place,
      where,
      from: before?.from ?? 0,
      offset: before?.offset ?? 0,
    };
    if (!part.more) return { ...stretch, until: Number.POSITIVE_INFINITY };
    const until = Math.max(stretch.from, stretch.text.length - AROUND);
    this.#open.set(where, endOf({ ...stretch, until }));
    return { ...stretch, until };
  }

  /** The ends of texts that did not come to their own: what was read of a damaged document. */
  rest(): readonly Stretch[] {
    const left = [...this.#open.values()];
    this.#open.clear();
    return left;
  }
}

/** The end of a stretch with what stands before the findings that wait. */
function endOf(stretch: Stretch): Stretch {
  const { text, until, offset } = stretch;
  const start = Math.max(0, Math.floor((offset + until - AROUND) / GRID) * GRID - offset);
  return {
    ...stretch,
    text: text.slice(start),
    from: until - start,
    until: Number.POSITIVE_INFINITY,
    offset: offset + start,
  };
}

/** The findings of a stretch that count. */
export function ofStretch(found: readonly Finding[], { from, until }: Stretch): readonly Finding[] {
  return from === 0 && until === Number.POSITIVE_INFINITY
    ? found
    : found.filter(({ start }) => start >= from && start < until);
}

/** The same finding with its places counted from so many units before. */
export function moveBy(finding: Finding, offset: number): Finding {
  if (offset === 0) return finding;
  return {
    ...finding,
    start: finding.start + offset,
    end: finding.end + offset,
    signals: finding.signals.map((signal) =>
      signal.start < 0 ? signal : { ...signal, start: signal.start + offset, end: signal.end + offset },
    ),
  };
}
