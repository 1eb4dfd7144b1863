import { Document, Packer, Paragraph, type Table } from 'docx';
import reporting from '../../rules/reporting.json' with { type: 'json' };
import { daysOf, type Period } from '../incidents/period.ts';
import type { IncidentCounts, Tally } from '../incidents/review-model.ts';
import {
  centred,
  FONT,
  heading,
  known,
  pageLayout,
  paragraph,
  recipient,
  rule,
  run,
  table,
  twoColumns,
} from './layout.ts';
import { type Words, wordFor } from './words.ts';

/** Who reports to whom; what is missing becomes a marked place in the document. */
export interface Office {
  readonly parent?: string;
  readonly name?: string;
  /** Number and symbol, such as `12/BC-SNV`. */
  readonly number?: string;
  readonly place?: string;
  readonly recipients?: readonly string[];
  /** Title of who signs, such as `GIÁM ĐỐC`; a slash begins another line: `KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC`. */
  readonly signerTitle?: string;
  readonly signer?: string;
}

/** What a sweep of the unit's web site found in the period. */
export interface SweepSummary {
  readonly pages: number;
  readonly documents: number;
  readonly findings: number;
}

export interface ReportFacts {
  readonly period: Period;
  readonly counts: IncidentCounts;
  /** Counts of the period before, for comparison. */
  readonly before?: IncidentCounts;
  readonly sweep?: SweepSummary;
  readonly office: Office;
  /** Machines whose logs were counted. */
  readonly machines: number;
}

type Block = Paragraph | Table;

const LEFT = 62;
const RIGHT = 98;
const MOST_SITES = 15;
const PARTS = ['I', 'II', 'III', 'IV'] as const;

/**
 * The period report as DOCX in the layout of Nghị định 30/2020/NĐ-CP, with the parts that `rules/reporting.json` names. Filled
 * is what incidents and sweeps tell; the rest are marked places. `words` must give Vietnamese.
 */
export async function writePeriodReport(given: ReportFacts, words: Words): Promise<Uint8Array<ArrayBuffer>> {
  // No incident at all more likely means no log of that time than a quiet one: better no comparison than a false one.
  const { before, ...rest } = given;
  const facts = before && before.incidents > 0 ? given : rest;
  const blocks: Block[] = [
    ...headOf(facts, words),
    ...situation(words),
    ...results(facts, words),
    ...leaks(facts, words),
    ...outlook(words),
    new Paragraph({ children: [] }),
    footOf(facts.office, words),
  ];
  const document = new Document({
    creator: words('productName'),
    title: words('report_title'),
    styles: { default: { document: { run: { font: FONT, size: 28, language: { value: 'vi-VN' } } } } },
    sections: [{ ...pageLayout(), children: blocks }],
  });
  return new Uint8Array(await Packer.toArrayBuffer(document));
}

function headOf({ office, period }: ReportFacts, words: Words): Block[] {
  const { first, last } = daysOf(period);
  return [
    twoColumns(
      {
        width: LEFT,
        children: [
          centred(known(office.parent?.toUpperCase(), words('report_open_parent'), { size: 12 })),
          centred(known(office.name?.toUpperCase(), words('report_open_office'), { size: 12, bold: true })),
          rule(LEFT, 0.4),
          centred(
            run(words('report_number'), { size: 13 }),
            known(office.number, words('report_open_number'), { size: 13 }),
          ),
        ],
      },
      {
        width: RIGHT,
        children: [
          centred(run(words('report_country'), { size: 12, bold: true })),
          centred(run(words('report_motto'), { size: 13, bold: true })),
          rule(RIGHT, 0.62),
          centred(
            known(office.place, words('report_open_place'), { size: 13, italics: true }),
            run(words('report_date_of'), { size: 13, italics: true }),
            run(words('report_open_date'), { size: 13, italics: true, open: true }),
          ),
        ],
      },
    ),
    new Paragraph({ spacing: { before: 160 }, children: [] }),
    centred(run(words('report_kind'), { bold: true })),
    centred(run(words('report_title'), { bold: true })),
    centred(run(words('report_span', dayInWords(first), dayInWords(last)), { bold: true })),
    rule(160, 0.3),
    paragraph(
      run(words('report_basis', reporting.basis)),
      known(undefined, words('report_open_basis')),
      run('.'),
    ),
  ];
}

function situation(words: Words): Block[] {
  return [part(0), paragraph(known(undefined, words('report_open_situation')))];
}

function results(facts: ReportFacts, words: Words): Block[] {
  const { counts, machines, sweep } = facts;
  const number = (value: number) => new Intl.NumberFormat('vi').format(value);
  return [
    part(1),
    heading(`1. ${words('report_leadership')}`, 2),
    paragraph(known(undefined, words('report_open_leadership'))),
    heading(`2. ${words('report_control')}`, 2),
    paragraph(
      run(words('report_control_text', number(machines), number(counts.incidents), number(counts.repeats))),
    ),
    paragraph(run(words('report_control_note'))),
    ...tableOf(
      1,
      'report_table_outcome',
      counts.dispositions,
      facts.before?.dispositions,
      'disposition',
      words,
    ),
    ...tableOf(2, 'report_table_level', counts.levels, facts.before?.levels, 'report_level', words),
    ...tableOf(3, 'report_table_channel', counts.channels, facts.before?.channels, 'channel', words),
    ...tableOf(4, 'report_table_site', counts.sites.slice(0, MOST_SITES), facts.before?.sites, '', words),
    heading(`3. ${words('report_sweep')}`, 2),
    sweep
      ? paragraph(
          run(
            words('report_sweep_text', number(sweep.pages), number(sweep.documents), number(sweep.findings)),
          ),
        )
      : paragraph(known(undefined, words('report_open_sweep'))),
    heading(`4. ${words('report_judgement')}`, 2),
    paragraph(known(undefined, words('report_open_judgement'))),
  ];
}

function leaks(facts: ReportFacts, words: Words): Block[] {
  const count = (state: string) => facts.counts.states.find(({ value }) => value === state)?.count ?? 0;
  const number = (state: string) => new Intl.NumberFormat('vi').format(count(state));
  return [
    part(2),
    paragraph(
      run(
        words(
          'report_leaks_text',
          number('confirmed'),
          number('near-miss'),
          number('false-alarm'),
          number('new'),
        ),
      ),
    ),
    ...tableOf(5, 'report_table_state', facts.counts.states, facts.before?.states, 'review_state', words),
    ...(facts.counts.units.length > 1
      ? tableOf(6, 'report_table_unit', facts.counts.units, facts.before?.units, '', words)
      : []),
    paragraph(known(undefined, words('report_open_leaks'))),
    paragraph(known(undefined, words('report_open_causes'))),
  ];
}

function outlook(words: Words): Block[] {
  return [
    part(3),
    paragraph(run('1. '), known(undefined, words('report_open_forecast'))),
    paragraph(run('2. '), known(undefined, words('report_open_focus'))),
    paragraph(run('3. '), known(undefined, words('report_open_proposals'))),
  ];
}

function footOf(office: Office, words: Words): Table {
  // The line of the archive stands last in any case.
  const named = office.recipients?.filter((each) => each.trim() !== '' && !/^\s*lưu\b/iu.test(each)) ?? [];
  const title = office.signerTitle?.toUpperCase().split(/\s*[/\n]\s*/) ?? [undefined];
  return twoColumns(
    {
      width: 80,
      children: [
        new Paragraph({
          children: [run(words('report_recipients'), { size: 12, bold: true, italics: true })],
        }),
        ...named.map((each) => recipient(`- ${each};`)),
        ...(named.length === 0 ? [recipient(`- [${words('report_open_recipients')}];`, true)] : []),
        recipient(`- ${words('report_filed')}`),
      ],
    },
    {
      width: 80,
      children: [
        ...title.map((line) => centred(known(line, words('report_open_signer_title'), { bold: true }))),
        ...Array.from({ length: 4 }, () => new Paragraph({ children: [] })),
        centred(known(office.signer, words('report_open_signer'), { bold: true })),
      ],
    },
  );
}

function part(index: 0 | 1 | 2 | 3): Paragraph {
  return heading(`${PARTS[index]}. ${reporting.parts[index]?.toUpperCase()}`, 1);
}

/** A numbered table of a tally, with the period before beside it where that is known. `group` names the words of its values. */
function tableOf(
  number: number,
  title: string,
  tally: Tally,
  before: Tally | undefined,
  group: string,
  words: Words,
): Block[] {
  const earlier = new Map(before?.map(({ value, count }) => [value, count]));
  const head = [words('report_column_number'), words(`${title}_column`), words('report_column_count')];
  const rows = tally.map(({ value, count }, i) => [
    i + 1,
    group === '' ? value || words('report_unnamed') : wordFor(words, group, value),
    count,
    ...(before ? [earlier.get(value) ?? 0] : []),
  ]);
  const sum = tally.reduce((total, { count }) => total + count, 0);
  return table(
    words('report_table', String(number), words(title)),
    before ? [14, 86, 30, 30] : [14, 116, 30],
    [
      before ? [...head, words('report_column_before')] : head,
      ...rows,
      [
        '',
        words('report_column_sum'),
        sum,
        ...(before ? [before.reduce((total, { count }) => total + count, 0)] : []),
      ],
    ],
  );
}

function dayInWords(day: string): string {
  return day.split('-').reverse().join('/');
}
