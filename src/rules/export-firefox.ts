import type { EngineTables } from '../engine/tables.ts';

/** One rule of Firefox's `DataLossPrevention` policy. */
export interface FirefoxRule {
  readonly Name: string;
  readonly Enabled: true;
  readonly Actions: readonly string[];
  readonly Domains: readonly string[];
  readonly ContentPatterns: readonly string[];
  readonly Type: 'warn' | 'block';
  readonly Message: string;
}

export interface FirefoxWish {
  /** Host patterns of the protected sites. */
  readonly sites: readonly string[];
  /** What markings do there; banners of others warn at most. */
  readonly markings: 'warn' | 'block';
  readonly message: string;
}

/** The policy, and how many rules could not go into it. */
export interface FirefoxExport {
  readonly policy: { readonly FallbackResult: 'allow'; readonly Rules: readonly FirefoxRule[] };
  readonly left: { readonly categories: number; readonly keywords: number; readonly onTrial: number };
}

const LABEL = '(?:[Đđ]ộ mật|ĐỘ MẬT)[ \\t]*:[ \\t]*';

/**
 * The part of the rules that a regular expression can hold: markings and unmistakable foreign banners that stand alone on
 * their line or after “Độ mật:”. Which expressions the browser takes is not written down: only what all kinds share is used.
 */
export function exportFirefox(
  tables: EngineTables,
  { sites, markings, message }: FirefoxWish,
): FirefoxExport {
  const stages = new Map(tables.stages?.map(({ ruleId, stage }) => [ruleId, stage]));
  const onTrial = (ruleId: string) => stages.get(ruleId) === 'report';
  const rule = (ruleId: string, patterns: readonly string[], type: FirefoxRule['Type']): FirefoxRule => ({
    Name: ruleId.replaceAll('.', '-').slice(0, 64),
    Enabled: true,
    Actions: ['TextPaste', 'FileUpload'],
    Domains: sites.map((site) => site.replace(/^\*\./, '')),
    ContentPatterns: patterns,
    Type: stages.get(ruleId) === 'warn' ? 'warn' : type,
    Message: message,
  });
  const banners = tables.foreign.filter(({ strong }) => strong.length > 0);
  const all = [
    ...tables.markings.map(({ ruleId, phrases }) => ({ ruleId, phrases, label: LABEL, type: markings })),
    ...banners.map(({ ruleId, strong }) => ({ ruleId, phrases: strong, label: '', type: 'warn' as const })),
  ];
  return {
    policy: {
      FallbackResult: 'allow',
      Rules: all
        .filter(({ ruleId }) => !onTrial(ruleId))
        .map(({ ruleId, phrases, label, type }) => rule(ruleId, [aloneOnLine(phrases, label)], type)),
    },
    left: {
      categories: tables.categories.length,
      keywords: tables.keywords?.rules.length ?? 0,
      onTrial: all.filter(({ ruleId }) => onTrial(ruleId)).length,
    },
  };
}

/** In both spellings of Vietnamese letters: one code unit each, or with the marks apart. */
function aloneOnLine(phrases: readonly string[], label: string): string {
  const words = phrases.map((phrase) =>
    phrase
      .trim()
      .replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
      .replace(/\s+/g, '[ \\t]+'),
  );
  const spellings = (text: string) => [...new Set([text.normalize('NFC'), text.normalize('NFD')])];
  const either = (texts: readonly string[]) => `(?:${[...new Set(texts.flatMap(spellings))].join('|')})`;
  const before = label === '' ? '' : `(?:${either([label])})?`;
  return `(?:^|[\\r\\n])[ \\t]*${before}${either(words)}[ \\t]*(?:$|[\\r\\n])`;
}
