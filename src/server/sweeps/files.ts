import type { SweepReport } from '../../sweep/types.ts';
import type { Texts } from '../../sweep/words.ts';

const OFFICE = 'application/vnd.openxmlformats-officedocument.';

/** A report as a file to keep: the whole as JSON or XLSX, numbers alone as the DOCX annex of the period report. */
export async function reportFile(
  kind: string,
  report: SweepReport,
  texts: Texts,
): Promise<{ readonly type: string; readonly bytes: Uint8Array<ArrayBuffer> }> {
  if (kind === 'json')
    return { type: 'application/json', bytes: new TextEncoder().encode(JSON.stringify(report, null, 1)) };
  const { reportAsDocx, reportAsXlsx } = await import('../../sweep/report-files.ts');
  return kind === 'xlsx'
    ? { type: `${OFFICE}spreadsheetml.sheet`, bytes: new Uint8Array(await reportAsXlsx(report, texts)) }
    : {
        type: `${OFFICE}wordprocessingml.document`,
        bytes: new Uint8Array(await reportAsDocx(report, texts)),
      };
}
