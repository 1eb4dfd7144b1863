import type { Allowlist } from '../engine/tables.ts';
import type { Finding } from '../engine/types.ts';
import { isAllowedText } from '../rules/allowlist.ts';

/** Allowed texts remembered in one frame. */
const MOST = 20;

/**
 * Lets go what stands inside texts that the unit has found to be false alarms. A page wraps what was pasted in a message
 * of its own; so the frame remembers the letters of allowed texts it has seen, until its page is left.
 */
export class AllowedTexts {
  private readonly seen: string[] = [];

  /** The findings that still count. `list` is read only when there are any. */
  remaining(
    text: string,
    findings: readonly Finding[],
    list: Allowlist | undefined,
    today: string,
  ): readonly Finding[] {
    if (findings.length === 0 || !list) return findings;
    if (isAllowedText(list, text, today)) {
      const { letters } = lettersOf(text);
      if (!this.seen.includes(letters)) this.seen.push(letters);
      if (this.seen.length > MOST) this.seen.shift();
      return [];
    }
    if (this.seen.length === 0) return findings;
    const spans = this.spansIn(text);
    return findings.filter(({ start, end }) => !spans.some((span) => span.start <= start && end <= span.end));
  }

  /** Called when other rules come into force. */
  forget(): void {
    this.seen.length = 0;
  }

  private spansIn(text: string): { readonly start: number; readonly end: number }[] {
    const { letters, places } = lettersOf(text);
    return this.seen.flatMap((allowed) => {
      const spans = [];
      for (let at = letters.indexOf(allowed); at >= 0; at = letters.indexOf(allowed, at + allowed.length))
        spans.push({ start: places[at]!, end: places[at + allowed.length - 1]! + 1 });
      return spans;
    });
  }
}

/** Letters and digits without marks, and where each stood. The escapes of JSON for breaks are no letters. */
function lettersOf(text: string): { letters: string; places: number[] } {
  const places: number[] = [];
  let letters = '';
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\' && /[nrt]/.test(text[i + 1] ?? '')) {
      i++;
      continue;
    }
    const letter = text[i]!.normalize('NFD')[0]!;
    if (!/[\p{L}\p{N}]/u.test(letter)) continue;
    letters += letter;
    places.push(i);
  }
  return { letters, places };
}
