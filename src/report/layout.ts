import {
  AlignmentType,
  BorderStyle,
  Header,
  type ISectionOptions,
  PageNumber,
  Paragraph,
  type ParagraphChild,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx';

// Nghị định 30/2020/NĐ-CP, Phụ lục I: A4, Times New Roman, margins 20–25, 30–35, 15–20 mm, sizes by part.

export const FONT = 'Times New Roman';
/** Half points, as Word counts. */
const BODY = 28;
const SMALL = 22;
/** Millimetres between the margins. */
const TEXT_WIDTH = 160;

const INDENT = twips(12.7);

const NONE = { style: BorderStyle.NONE, size: 0, color: 'auto' };
const NO_BORDERS = {
  top: NONE,
  bottom: NONE,
  left: NONE,
  right: NONE,
  insideHorizontal: NONE,
  insideVertical: NONE,
};
const LINE = { style: BorderStyle.SINGLE, size: 6, color: '000000' };

/** How a run of text looks; `size` in points. */
export interface Look {
  readonly size?: number;
  readonly bold?: boolean;
  readonly italics?: boolean;
  /** A place that the officer still has to fill. */
  readonly open?: boolean;
}

/** Twentieths of a point in so many millimetres; rounded, so that 20 mm are not a hair less than the decree asks. */
function twips(millimetres: number): number {
  return Math.round((millimetres * 1440) / 25.4);
}

export function run(
  text: string,
  { size = BODY / 2, bold = false, italics = false, open = false }: Look = {},
): TextRun {
  return new TextRun({
    text,
    size: size * 2,
    bold,
    italics,
    font: FONT,
    ...(open && { highlight: 'yellow' as const }),
  });
}

/** A run for what is known, or a marked place that says what belongs there. */
export function known(value: string | undefined, placeholder: string, look: Look = {}): TextRun {
  const text = value?.trim() ?? '';
  return text === '' ? run(`[${placeholder}]`, { ...look, open: true }) : run(text, look);
}

/** A centred line without space around it. */
export function centred(...children: ParagraphChild[]): Paragraph {
  return new Paragraph({ alignment: AlignmentType.CENTER, children });
}

/** The thin line under an agency's name, the motto and a title, `share` of the width it stands in (millimetres). */
export function rule(width: number, share: number): Paragraph {
  const side = twips((width * (1 - share)) / 2);
  return new Paragraph({
    indent: { left: side, right: side },
    border: { top: { ...LINE, space: 1 } },
    spacing: { before: 40, line: 120 },
    children: [],
  });
}

/** A paragraph of the body: justified, first line indented, 6 pt below. */
export function paragraph(...children: ParagraphChild[]): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.BOTH,
    indent: { firstLine: INDENT },
    spacing: { before: 60, after: 120, line: 276 },
    children,
  });
}

/** A bold heading of a part (`level` 1) or a section in it. */
export function heading(text: string, level: 1 | 2): Paragraph {
  return new Paragraph({
    outlineLevel: level - 1,
    keepNext: true,
    alignment: AlignmentType.LEFT,
    indent: { firstLine: INDENT },
    spacing: { before: 120, after: 60 },
    children: [run(text, { bold: true })],
  });
}

/** A table over the whole width; `widths` in millimetres, numbers stand right, the first row is repeated on each page. */
export function table(
  title: string,
  widths: readonly number[],
  rows: readonly (readonly (string | number)[])[],
) {
  return [
    new Paragraph({
      alignment: AlignmentType.CENTER,
      keepNext: true,
      spacing: { before: 120, after: 60 },
      children: [run(title, { size: 13, bold: true })],
    }),
    new Table({
      layout: TableLayoutType.FIXED,
      width: { size: twips(TEXT_WIDTH), type: WidthType.DXA },
      columnWidths: widths.map((each) => twips(each)),
      rows: rows.map(
        (cells, i) =>
          new TableRow({
            tableHeader: i === 0,
            cantSplit: true,
            children: cells.map((cell, column) =>
              tableCell(cell, widths[column] ?? 0, { isHeading: i === 0, keepNext: i < rows.length - 1 }),
            ),
          }),
      ),
    }),
    new Paragraph({ children: [] }),
  ];
}

function tableCell(
  value: string | number,
  width: number,
  { isHeading, keepNext }: { readonly isHeading: boolean; readonly keepNext: boolean },
): TableCell {
  const isNumber = typeof value === 'number';
  const alignment = isHeading ? AlignmentType.CENTER : isNumber ? AlignmentType.RIGHT : AlignmentType.LEFT;
  const text = isNumber ? new Intl.NumberFormat('vi').format(value) : value;
  return new TableCell({
    width: { size: twips(width), type: WidthType.DXA },
    verticalAlign: VerticalAlignTable.CENTER,
    margins: { left: 90, right: 90, top: 40, bottom: 40 },
    children: [new Paragraph({ alignment, keepNext, children: [run(text, { size: 13, bold: isHeading })] })],
  });
}

/** Two columns without borders: the head and the foot of an official paper. Widths in millimetres. */
export function twoColumns(
  left: { readonly width: number; readonly children: readonly Paragraph[] },
  right: { readonly width: number; readonly children: readonly Paragraph[] },
): Table {
  const columns = [left, right];
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: twips(left.width + right.width), type: WidthType.DXA },
    columnWidths: columns.map(({ width }) => twips(width)),
    borders: NO_BORDERS,
    rows: [
      new TableRow({
        cantSplit: true,
        children: columns.map(
          ({ width, children }) =>
            new TableCell({
              width: { size: twips(width), type: WidthType.DXA },
              borders: { top: NONE, bottom: NONE, left: NONE, right: NONE },
              margins: { left: 0, right: 0 },
              children,
            }),
        ),
      }),
    ],
  });
}

/** A line of "Nơi nhận". */
export function recipient(text: string, open = false): Paragraph {
  return new Paragraph({ children: [run(text, { size: SMALL / 2, open })] });
}

/** A4 with the margins of the decree; page numbers in the middle of the top margin, none on the first page. */
export function pageLayout(): Pick<ISectionOptions, 'properties' | 'headers'> {
  const number = new Paragraph({
    alignment: AlignmentType.CENTER,
    children: [new TextRun({ children: [PageNumber.CURRENT], size: BODY - 2, font: FONT })],
  });
  return {
    properties: {
      titlePage: true,
      page: {
        size: { width: twips(210), height: twips(297) },
        margin: {
          top: twips(20),
          bottom: twips(20),
          left: twips(30),
          right: twips(20),
          header: twips(10),
        },
      },
    },
    headers: {
      default: new Header({ children: [number] }),
      first: new Header({ children: [new Paragraph('')] }),
    },
  };
}
