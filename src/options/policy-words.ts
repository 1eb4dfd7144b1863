import type { Policy } from '../policy/policy.ts';
import { dayInWords, numberInWords } from '../ui/page-parts.ts';
import { keyOf, t, tOptional } from '../ui/text.ts';
import { wordsForLevel } from '../ui/words.ts';

/** The settings in the order in which people ask for them. */
export const settingOrder = [
  'mode',
  'graceUntil',
  'markings',
  'categories',
  'foreign',
  'actions',
  'outcomes',
  'sectors',
  'protect',
  'sites',
  'contact',
  'server',
  'enrolmentCode',
  'deviceName',
  'updates',
  'retentionDays',
  'reportTarget',
] as const satisfies readonly (keyof Policy)[];

/** The value of a setting in force, a line each, in words that need no manual. */
export function wordsForSetting(name: keyof Policy, policy: Policy): readonly string[] {
  return WORDS[name](policy);
}

const action = (value: string): string => t(keyOf('action', value));
const orNone = (text: string): readonly string[] => [text === '' ? t('options_none') : text];

const WORDS: Readonly<Record<keyof Policy, (policy: Policy) => readonly string[]>> = {
  mode: ({ mode }) => [t(keyOf('options_mode', mode))],
  graceUntil: ({ graceUntil }) => [graceUntil === '' ? t('options_no_day') : dayInWords(graceUntil)],
  markings: ({ markings }) => [action(markings)],
  categories: ({ categories }) => [action(categories)],
  foreign: ({ foreign }) => [action(foreign)],
  actions: wordsForExceptions,
  outcomes: ({ outcomes }) => {
    const { default: others, ...named } = outcomes;
    return [
      ...Object.entries(named).map(([reason, what]) => `${t(keyOf('outcome', reason))}: ${action(what)}`),
      `${t('options_outcome_others')}: ${action(others)}`,
    ];
  },
  sectors: ({ sectors }) =>
    sectors.includes('*')
      ? [t('options_all_sectors')]
      : sectors.length === 0
        ? [t('options_none')]
        : sectors.map((sector) => tOptional(keyOf('options_sector', sector)) ?? sector),
  protect: ({ protect }) => [t(keyOf('options_protect', protect))],
  sites: ({ sites }) => {
    const lines = [
      ...sites.add.map((host) => t('options_site_added', host)),
      ...sites.remove.map((host) => t('options_site_removed', host)),
    ];
    return lines.length > 0 ? lines : [t('options_sites_bundled')];
  },
  contact: ({ contact }) => orNone(contact),
  server: ({ server }) => orNone(server),
  // A code that lets a machine into the unit's server is nobody's business on a screen.
  enrolmentCode: ({ enrolmentCode }) => [t(enrolmentCode === '' ? 'options_none' : 'options_hidden')],
  deviceName: ({ deviceName }) => orNone(deviceName),
  updates: ({ updates: { sources, hours, root } }) => [
    ...(sources.length > 0 ? sources : [t('options_no_folder')]),
    t('options_hours', numberInWords(hours)),
    root === '' ? t('options_no_root') : t('options_root', root.slice(0, 16)),
  ],
  retentionDays: ({ retentionDays }) => [
    retentionDays === 0 ? t('options_forever') : t('options_days', numberInWords(retentionDays)),
  ],
  reportTarget: ({ reportTarget }) => orNone(reportTarget),
};

/** Exceptions in one line each, however many kinds of finding they are for. */
function wordsForExceptions({ actions }: Policy): readonly string[] {
  if (actions.length === 0) return [t('options_none')];
  const kinds = new Map<string, string[]>();
  for (const { kind, level, site, channel, action: what } of actions) {
    const where = [
      ...(site === undefined ? [] : [site]),
      ...(level === undefined ? [] : [wordsForLevel(level)]),
      ...(channel === undefined ? [] : [t(keyOf('channel', channel))]),
    ];
    const line = `${where.length > 0 ? where.join(', ') : t('options_everywhere')}: ${action(what)}`;
    kinds.set(line, [...(kinds.get(line) ?? []), t(keyOf('options_kind', kind))]);
  }
  return [...kinds].map(([line, of]) => `${line} (${of.join(', ')})`);
}
