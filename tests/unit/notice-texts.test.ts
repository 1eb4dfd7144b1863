import { describe, expect, it } from 'vitest';
import { listFiles, readSource } from '../architecture/source.ts';

interface Text {
  readonly message: string;
  readonly description?: string;
}
const vi: Record<string, Text> = JSON.parse(readSource('_locales/vi/messages.json'));
const en: Record<string, Text> = JSON.parse(readSource('_locales/en/messages.json'));

/** Rooms whose screens take texts by `t`, `tOptional` and `keyOf`. */
const sources = [
  'src/content/notice',
  'src/ui',
  'src/popup',
  'src/review',
  'src/precheck',
  'src/options',
  'src/background',
]
  .flatMap((folder) => listFiles(folder, ['.ts']))
  .map(readSource)
  .join('\n');

const everywhere = listFiles('src', ['.ts']).map(readSource).join('\n');
const written = new Set(
  [...everywhere.matchAll(/'([a-z]+(?:_[a-z0-9]+)+)'/g)].map((match) => match[1] ?? ''),
);
const called = [...sources.matchAll(/\bt\(\s*'([a-z_A-Z]+)'/g)].map((match) => match[1] ?? '');
/** Groups whose keys end in an id: `keyOf('outcome', …)` or `` t(`log_column_${…}`) ``. */
const groups = [...sources.matchAll(/keyOf\(\s*'([a-z_]+)'|t\(`([a-z_]+)_\$\{/g)].map(
  (m) => m[1] ?? m[2] ?? '',
);

/** Every value of the ids that end a key, as the contract files name them. */
const members: Record<string, readonly string[]> = {
  outcome: namesIn('src/engine/verdict.ts', 'Outcome'),
  channel: namesIn('src/engine/verdict.ts', 'Channel'),
  level: namesIn('src/engine/types.ts', 'Level'),
  action: [...namesIn('src/engine/types.ts', 'Action'), 'hold'],
  notice_found: namesIn('src/engine/types.ts', 'FindingKind'),
  disposition: namesIn('src/incidents/types.ts', 'Disposition'),
  advice: namesIn('src/engine/verdict.ts', 'Outcome').filter((outcome) => outcome !== 'scanned'),
  notice_title: ['scanning', 'blocked', 'held', 'warned'],
  notice_state: ['held', 'warned', 'passes', 'scanning'],
  item: ['text', 'file'],
  popup_trouble: ['full', 'failed'],
  log_answer: ['continued', 'cancelled', 'false_alarm'],
  fault: [
    ...['unreadable', 'malformed', 'key_id', 'signature', 'inconsistent', 'future', 'too_old'],
    ...['wrong_pack', 'other_file'],
  ],
  precheck_item: ['clean', 'review', 'unread', 'marked'],
  precheck_overall: ['clean', 'review', 'unread', 'marked'],
  precheck_state: ['waiting', 'checking', 'stopped'],
  precheck_todo: ['review', 'marked'],
  error: ['unreachable', 'refused', 'malformed', 'failed'],
};

function namesIn(path: string, type: string): string[] {
  const declaration = readSource(path).match(new RegExp(`type ${type} =([^;]+);`))?.[1] ?? '';
  return [...declaration.matchAll(/'([a-z-]+)'/g)].map((match) => (match[1] ?? '').replaceAll('-', '_'));
}

describe('texts on screens', () => {
  it('are found by this test at all', () => {
    expect(called.length).toBeGreaterThan(40);
    expect(groups.length).toBeGreaterThan(8);
    for (const [group, names] of Object.entries(members)) expect(names.length, group).toBeGreaterThan(1);
  });

  it('exist for every key that is asked for', () => {
    expect(called.filter((key) => !(key in vi))).toEqual([]);
  });

  it('exist for every value that can end a key', () => {
    const wanted = Object.entries(members).flatMap(([group, names]) =>
      names.map((name) => `${group}_${name}`),
    );
    expect(wanted.filter((key) => !(key in vi))).toEqual([]);
  });

  it('exist for every piece of evidence that rules weigh', () => {
    const weights = readSource('rules/evidence/weights.yaml');
    const ids = [...weights.matchAll(/^ {2}([a-z-]+): -?\d+$/gm)].map((match) => match[1] ?? '');
    expect(ids.length).toBeGreaterThan(20);
    expect(ids.filter((id) => !(`signal_${id.replaceAll('-', '_')}` in vi))).toEqual([]);
  });

  it('are all used', () => {
    const elsewhere =
      /^(cli|export_|log_fault_|policy_|report_|review_state_|rules|scanApi|server|sweep|signal_|rule_|productDescription$)/;
    const isUsed = (key: string) =>
      written.has(key) || called.includes(key) || groups.some((group) => key.startsWith(`${group}_`));
    expect(Object.keys(vi).filter((key) => !elsewhere.test(key) && !isUsed(key))).toEqual([]);
  });

  it.each([
    ['vi', vi],
    ['en', en],
  ])('in %s are sorted and described', (_language, texts) => {
    const keys = Object.keys(texts);
    expect(keys).toEqual(keys.toSorted());
    expect(keys.filter((key) => !/^cli/.test(key) && !texts[key]?.description)).toEqual([]);
  });

  it('take the same insertions in both languages', () => {
    const insertions = (text: Text | undefined) => [...new Set(text?.message.match(/\$\d/g))].sort().join();
    expect(Object.keys(vi).filter((key) => insertions(vi[key]) !== insertions(en[key]))).toEqual([]);
  });

  it('never tell a person which degree of secrecy something has, outside the log', () => {
    const notices = Object.entries(vi).filter(([key]) => key.startsWith('notice_'));
    expect(notices.filter(([, text]) => /tối mật|tuyệt mật/i.test(text.message))).toEqual([]);
  });
});
