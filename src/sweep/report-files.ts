import {
  AlignmentType,
  Document,
  HeadingLevel,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import writeXlsxFile from 'write-excel-file/node';
import type { SweepReport } from './types.ts';
import { sayAction, sayFindings, sayOutcome, sayTotals, type Texts } from './words.ts';

/** The report as a workbook: one sheet of totals, one of items. */
export async function reportAsXlsx(report: SweepReport, texts: Texts): Promise<Uint8Array> {
  const bold = (value: string) => ({ value, fontWeight: 'bold' as const });
  // A leading `=` or `@` of an address must stay a text.
  const text = (value: string) => ({ value, type: String, wrap: true });
  const items = [
    ['action', 'place', 'findings', 'outcome', 'from'].map((name) => bold(texts(`sweepColumn_${name}`))),
    ...report.items.map((item) =>
      [
        sayAction(texts, item),
        item.place,
        sayFindings(texts, item),
        sayOutcome(texts, item),
        item.from ?? '',
      ].map(text),
    ),
  ];
  const totals = sayTotals(texts, report).map(([name, value]) => [text(name), { value, type: Number }]);
  const result = writeXlsxFile([
    {
      data: items,
      sheet: texts('sweepSheetItems'),
      columns: [{ width: 16 }, { width: 60 }, { width: 50 }, { width: 30 }, { width: 60 }],
      stickyRowsCount: 1,
    },
    { data: totals, sheet: texts('sweepSheetTotals'), columns: [{ width: 40 }, { width: 14 }] },
  ]);
  return new Uint8Array(await result.toBuffer());
}

/** An annex for the period report: numbers by rule and place alone, since it goes to others than the webmaster. */
export async function reportAsDocx(report: SweepReport, texts: Texts): Promise<Uint8Array> {
  const counts = new Map<string, number>();
  for (const item of report.items) {
    for (const rule of new Set(item.findings.map(({ ruleId }) => ruleId)))
      counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  const date = (written: string) => written.slice(0, 10).split('-').reverse().join('/');
  const document = new Document({
    styles: { default: { document: { run: { font: 'Times New Roman', size: 26 } } } },
    sections: [
      {
        children: [
          new Paragraph({
            heading: HeadingLevel.HEADING_1,
            alignment: AlignmentType.CENTER,
            children: [new TextRun({ text: texts('sweepAnnexTitle'), bold: true, color: '000000' })],
          }),
          new Paragraph(texts('sweepAnnexAbout', report.source, date(report.started), report.rules.version)),
          table(sayTotals(texts, report).map(([name, value]) => [name, String(value)])),
          new Paragraph({ text: texts('sweepAnnexRules'), spacing: { before: 240 } }),
          table([
            [texts('sweepColumn_rule'), texts('sweepColumn_count')],
            ...[...counts].toSorted(([, a], [, b]) => b - a).map(([rule, count]) => [rule, String(count)]),
          ]),
        ],
      },
    ],
  });
  return new Uint8Array(await Packer.toBuffer(document));
}

function table(rows: readonly (readonly string[])[]): Table {
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: rows.map(
      (cells) =>
        new TableRow({ children: cells.map((text) => new TableCell({ children: [new Paragraph(text)] })) }),
    ),
  });
}
