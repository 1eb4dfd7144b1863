import type { SweepReport, SweptFinding, SweptItem } from './types.ts';

/** Texts of `_locales` by key, with `$1`… filled in; the key itself where there is none. */
export type Texts = (key: string, ...values: readonly string[]) => string;

/** Key of a text named after an id. */
function keyOf(group: string, id: string): string {
  return `${group}_${id.replace(/[^A-Za-z0-9]/g, '_')}`;
}

/** What was found in an item, in plain words, never naming a level. */
export function sayFindings(texts: Texts, { findings }: SweptItem): string {
  return [...new Set(findings.map((finding) => sayFinding(texts, finding)))].join('; ');
}

function sayFinding(texts: Texts, { kind, ruleId, where }: SweptFinding): string {
  const own = keyOf('rule', ruleId);
  const words = kind !== 'marking' && texts(own) !== own ? texts(own) : texts(keyOf('notice_found', kind));
  const place = sayPlace(texts, where);
  return place === '' ? words : `${words} (${place})`;
}

function sayPlace(texts: Texts, where: string): string {
  return where
    .split('/')
    .map((step) => {
      const [name = '', number = ''] = step.split(':');
      const key = keyOf('where', name);
      return texts(key) === key ? '' : texts(key, number);
    })
    .filter((words) => words !== '')
    .join(', ');
}

export function sayAction(texts: Texts, { action }: SweptItem): string {
  return texts(keyOf('sweepAction', action));
}

/** Why an item could not be read, or an empty text. */
export function sayOutcome(texts: Texts, { outcome, status }: SweptItem): string {
  if (outcome === 'scanned') return '';
  const own = keyOf('sweepOutcome', outcome);
  return texts(own) !== own ? texts(own, String(status || '–')) : texts(keyOf('cliOutcome', outcome));
}

/** The totals as rows of a table. */
export function sayTotals(texts: Texts, { totals }: SweepReport): readonly (readonly [string, number])[] {
  return (Object.keys(totals) as (keyof typeof totals)[]).map(
    (name) => [texts(`sweepTotal_${name}`), totals[name]] as const,
  );
}
