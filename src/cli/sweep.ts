import { mkdir, stat, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { FileBytes } from '../inspection/node/batch.ts';
import { createNodeScanPool } from '../inspection/node/scan-pool.ts';
import type { UnitRules } from '../policy/unit-rules.ts';
import { reportAsHtml } from '../sweep/report-html.ts';
import { StateError } from '../sweep/state.ts';
import { sweepFolder, sweepMailbox } from '../sweep/sweep-files.ts';
import { sweepSite } from '../sweep/sweep-site.ts';
import type { SweepReport } from '../sweep/types.ts';
import { type Command, EXIT, refuse } from './command.ts';
import { worseExit, writeLine } from './output.ts';
import { showProgress } from './sweep-progress.ts';
import type { Texts } from './texts.ts';
import { openUnitRules, unitOptions } from './unit-rules.ts';

const options = {
  ...unitOptions,
  out: { type: 'string', default: 'la-chan-sweep' },
  state: { type: 'string' },
  fresh: { type: 'boolean', default: false },
  rate: { type: 'string', default: '5' },
  jobs: { type: 'string', default: '4' },
  depth: { type: 'string', default: '30' },
  items: { type: 'string', default: '20000' },
  host: { type: 'string', multiple: true, default: [] as string[] },
  'no-images': { type: 'boolean', default: false },
  format: { type: 'string', default: 'html,json,xlsx,docx' },
} as const;

const BYTES = 200 * 1024 * 1024;
const FORMATS = ['html', 'json', 'xlsx', 'docx'];

/** `la-chan sweep URL|SITEMAP|FOLDER|MBOX|EML`: judges all of it and writes a report. */
export const sweep: Command = {
  async run(args, texts) {
    const parsed = parse(args);
    const [source, ...more] = parsed?.positionals ?? [];
    const numbers = parsed && readNumbers(parsed.values);
    const formats = parsed?.values.format.split(',') ?? [];
    const wrong = !source || more.length > 0 || formats.some((one) => !FORMATS.includes(one));
    if (!parsed || !numbers || wrong) return refuse(texts, 'sweep');
    const { values } = parsed;
    const rules = await openUnitRules(values, texts);
    if (!rules) return EXIT.failed;
    const stop = new AbortController();
    const onStop = () => stop.abort();
    process.once('SIGINT', onStop).once('SIGTERM', onStop);
    const progress = showProgress(texts);
    try {
      const report = await sweepSource(source, {
        rules,
        numbers,
        hosts: values.host,
        images: !values['no-images'],
        stateFile: values.fresh ? undefined : (values.state ?? join(values.out, 'state.json')),
        signal: stop.signal,
        onProgress: progress.show,
      });
      progress.end();
      await writeReports(report, values.out, formats, texts);
      return await sayResult(report, values.out, texts);
    } catch (error) {
      progress.end();
      process.stderr.write(`la-chan: ${sayProblem(error, source, texts)}\n`);
      return EXIT.failed;
    } finally {
      process.off('SIGINT', onStop).off('SIGTERM', onStop);
    }
  },
};

interface Wanted {
  readonly rules: UnitRules;
  readonly numbers: Numbers;
  readonly hosts: readonly string[];
  readonly images: boolean;
  readonly stateFile: string | undefined;
  readonly signal: AbortSignal;
  onProgress: ReturnType<typeof showProgress>['show'];
}

async function sweepSource(source: string, wanted: Wanted): Promise<SweepReport> {
  const { rules, numbers, hosts, images, stateFile, signal, onProgress } = wanted;
  const end = new AbortController();
  // The thread that fetches leaves most of its processor to them.
  const pool = createNodeScanPool(availableParallelism(), end.signal);
  pool.use(rules);
  const common = {
    rules,
    inspect: (item: FileBytes) => pool.scan(item),
    hurry: () => pool.hurry(),
    jobs: numbers.jobs,
    signal,
    onProgress,
    ...(stateFile === undefined ? {} : { stateFile }),
  };
  try {
    if (/^https?:\/\//i.test(source) && URL.canParse(source)) {
      const crawl = { depth: numbers.depth, items: numbers.items };
      return await sweepSite(new URL(source).href, { ...common, rate: numbers.rate, hosts, images, crawl });
    }
    const isFolder = (await stat(source)).isDirectory();
    return await (isFolder ? sweepFolder : sweepMailbox)(source, { ...common, bytes: BYTES });
  } finally {
    end.abort();
  }
}

type Numbers = Readonly<Record<'rate' | 'jobs' | 'depth' | 'items', number>>;

function readNumbers(values: Readonly<Record<keyof Numbers, string>>): Numbers | null {
  const read = {
    rate: Number(values.rate),
    jobs: Number(values.jobs),
    depth: Number(values.depth),
    items: Number(values.items),
  };
  const whole = [read.jobs, read.depth, read.items].every(Number.isInteger);
  return whole && read.rate >= 0 && read.jobs > 0 && read.jobs <= 64 && read.depth >= 0 && read.items > 0
    ? read
    : null;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch {
    return null;
  }
}

async function writeReports(
  report: SweepReport,
  folder: string,
  formats: readonly string[],
  texts: Texts,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const write = (name: string, content: string | Uint8Array) =>
    writeFile(join(folder, name), content, { mode: 0o600 });
  if (formats.includes('json')) await write('report.json', `${JSON.stringify(report, null, 1)}\n`);
  if (formats.includes('html')) await write('report.html', reportAsHtml(report, texts));
  if (!formats.includes('xlsx') && !formats.includes('docx')) return;
  const { reportAsDocx, reportAsXlsx } = await import('../sweep/report-files.ts');
  if (formats.includes('xlsx')) await write('report.xlsx', await reportAsXlsx(report, texts));
  if (formats.includes('docx')) await write('annex.docx', await reportAsDocx(report, texts));
}

async function sayResult(report: SweepReport, folder: string, texts: Texts): Promise<number> {
  const { items, blocked, warned, unread } = report.totals;
  await writeLine(
    texts('sweepResult', String(items), String(blocked), String(warned), String(unread), folder),
  );
  if (report.kind === 'site' && items === 0) {
    process.stderr.write(`la-chan: ${texts('sweepNothingRead', report.source)}\n`);
    return EXIT.failed;
  }
  return report.items.reduce((exit, { action }) => worseExit(exit, action), EXIT.ok as number);
}

function sayProblem(error: unknown, source: string, texts: Texts): string {
  if (error instanceof StateError) return texts('sweepStateUnusable', error.message);
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') return texts('sweepSourceMissing', source);
  if (code === 'EACCES' || code === 'EPERM') return texts('cliFileForbidden', source);
  if (code === 'ENOSPC') return texts('sweepDiskFull');
  return texts('sweepFailed', error instanceof Error ? error.name : String(error));
}
