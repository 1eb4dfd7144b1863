import type { Channel } from '../../engine/verdict.ts';
import { textOfHtml } from '../../reading/text-of-html.ts';
import { type Field, readSurroundings } from '../fields.ts';
import type { Guard } from '../guard.ts';
import { type Stopped, stops, type Weigher } from '../judge.ts';

/** Code units looked at on each side of the caret: enough for a letterhead above a marking. */
const REACH = 1_000;
/** A single short line means what its surroundings make of it. */
const SHORT = 60;

/** Code units of a text of which only the edges are weighed again with what stands around it. */
const LONG = 4_000;
/** Code units at each edge whose meaning the surroundings may change. */
const EDGE = 300;

/** Every text a clipboard or drag carries, most telling first, each once. */
export function textsOf(data: DataTransfer): readonly string[] {
  const texts: string[] = [];
  for (const type of data.types) {
    if (type === 'Files') continue;
    const value = data.getData(type);
    const text = type === 'text/html' || value.startsWith('<') ? textOfHtml(value) : value;
    if (text && !texts.includes(text)) texts.push(text);
  }
  return texts;
}

/**
 * Weighs a text that is about to come into a field (or onto a page, `field` null): on its own, and as what the field
 * would hold afterwards, so that a marking completed by its second half is seen. Returns the first that stops.
 */
export function weighEntry(
  guard: Pick<Guard, 'judge' | 'entries'>,
  channel: Channel,
  texts: readonly string[],
  field: Field | null,
): Stopped | null {
  const judge = guard.judge.on(channel);
  const around = field ? readSurroundings(field, REACH) : { before: '', after: '' };
  for (const text of texts) {
    const stopped = weighAmong(judge, text, around) ?? guard.entries.weigh(text, judge);
    if (stopped) return stopped;
  }
  if (texts[0]) guard.entries.keep(texts[0]);
  return null;
}

/** The same for one text and what stands around it. */
export function weighAmong(
  judge: Weigher,
  text: string,
  around: { before: string; after: string },
): Stopped | null {
  const alone = judge.weigh(text);
  if (around.before === '' && around.after === '') return stops(alone) ? { text, verdict: alone } : null;
  if (text.length > LONG && !stops(alone) && !changesEdges(judge, text, around)) return null;
  const whole = around.before + text + around.after;
  const start = around.before.length;
  const inside = judge.weighRange(whole, start, start + text.length);
  if (stops(inside)) return { text: whole, verdict: inside };
  const inSentence = text.length <= SHORT && !text.trim().includes('\n');
  return stops(alone) && !inSentence ? { text, verdict: alone } : null;
}

/** Whether what stands around a long text may make a marking of one of its edges. */
function changesEdges(
  judge: Weigher,
  text: string,
  { before, after }: { before: string; after: string },
): boolean {
  const head = before + text.slice(0, REACH);
  const tail = text.slice(-REACH) + after;
  return (
    stops(judge.weighRange(head, before.length, before.length + EDGE)) ||
    stops(judge.weighRange(tail, REACH - EDGE, REACH))
  );
}
