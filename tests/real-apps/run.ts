import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser } from '../support/browser.ts';
import { type App, NotHere, type StartApp } from './app.ts';
import { startEditors } from './editors.ts';
import { startNukeViet } from './nukeviet.ts';
import { startProxy } from './proxy.ts';
import { startRoundcube } from './roundcube.ts';
import { startTheLounge } from './thelounge.ts';
import { answerDialogs, type Guard, tryChannel } from './trial.ts';
import { startUnitServer, type UnitServer } from './unit-server.ts';
import { startWordPress } from './wordpress.ts';

// Real applications, unmodified, each driven twice: without the extension, to prove that a marked sample would arrive
// and to see what a clean one looks like on arrival, and with it.
//
// With --plug-in the pages carry the plug-in instead, put in as the integrator's guide says: alone, beside the extension, and
// then only the backend refuses.
//
//   run.ts [--plug-in] [--bare | --guarded] [--only=WORDS] [application…]

const APPS: Readonly<Record<string, StartApp>> = {
  roundcube: startRoundcube,
  wordpress: startWordPress,
  nukeviet: startNukeViet,
  thelounge: startTheLounge,
  editors: startEditors,
};

interface Row {
  readonly app: string;
  readonly channel: string;
  /** One cell a run: without the extension, with it. */
  readonly marked: string[];
  readonly clean: string[];
  readonly after: string[];
  readonly details: string[];
}

const flags = process.argv.slice(2).filter((word) => word.startsWith('--'));
const names = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const only = flags.find((flag) => flag.startsWith('--only='))?.slice('--only='.length) ?? '';
const withPlugin = flags.includes('--plug-in');
const guards: readonly Guard[] = withPlugin ? ['plug-in', 'both', 'backend'] : ['extension'];
const runs: readonly Guard[] = [
  ...(flags.includes('--guarded') ? [] : (['nothing'] as const)),
  ...(flags.includes('--bare') ? [] : guards),
];
/** Tried by the plug-in alone: the extension has its own, longer tests of editors. */
const PLUGIN_ONLY = ['editors'];

const built = process.env.LACHAN_OUT ? { folder: process.env.LACHAN_OUT } : {};
const rows: Row[] = [];
for (const [name, start] of Object.entries(APPS)) {
  if (names.length ? !names.includes(name) : !withPlugin && PLUGIN_ONLY.includes(name)) continue;
  try {
    rows.push(...(await testApp(start)));
  } catch (problem) {
    const state = problem instanceof NotHere ? 'skipped' : 'FAILED';
    rows.push({
      app: name,
      channel: '',
      marked: runs.map(() => state),
      clean: runs.map(() => state),
      after: [],
      details: [String(problem)],
    });
  }
}
printTable(rows);
process.exitCode = rows.every(isRight) ? 0 : 1;

async function testApp(start: StartApp): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'la-chan-real-app-'));
  // Some servers give up root's rights before they reach their data.
  chmodSync(folder, 0o711);
  const clear = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  process.once('exit', clear);
  const proxy = await startProxy();
  let app: App | undefined;
  let unit: UnitServer | null = null;
  try {
    app = await start(folder);
    if (withPlugin && !app.protect) return [];
    proxy.map(app.host, app.port);
    unit = withPlugin ? await startUnitServer(folder) : null;
    if (unit) proxy.map(unit.host, unit.port);
    const tried = app.channels
      .filter((channel) => channel.name.includes(only))
      .map((channel) => ({
        channel,
        marked: [] as string[],
        clean: [] as string[],
        after: [] as string[],
        details: [] as string[],
        stored: '',
      }));
    for (const guard of runs) {
      if (unit && guard !== 'nothing') app.protect?.(unit, guard === 'backend' ? 'backend' : 'plug-in');
      const extension = guard === 'extension' || guard === 'both';
      const test = await launchBrowser({ port: proxy.port, extension, ...built });
      try {
        answerDialogs(test);
        await app.logIn(test);
        for (const row of tried) {
          // A backend is asked about files alone.
          const isOpen = guard === 'backend' && (!app.refusesFiles || row.channel.carries === 'text');
          if (isOpen) for (const cells of [row.marked, row.clean]) cells.push('–');
          else await tryChannel({ app, proxy, test, folder, guard, unit }, row);
          console.error(
            `${app.name}, ${row.channel.name}: ${row.marked.at(-1)}, ${row.clean.at(-1)} ${row.after.join()} ${row.details.join('; ')}`,
          );
        }
      } finally {
        await test.stop();
      }
    }
    const { name } = app;
    return tried.map(({ channel, marked, clean, after, details }) => ({
      app: name,
      channel: channel.name,
      marked,
      clean,
      after,
      details,
    }));
  } finally {
    await app?.stop();
    await unit?.stop();
    await proxy.stop();
    process.off('exit', clear);
    clear();
  }
}

function isRight(row: Row): boolean {
  return [...row.marked, ...row.clean, ...row.after].every((cell) => cell === cell.toLowerCase());
}

function printTable(found: readonly Row[]): void {
  const heads = runs.map((guard) => (guard === 'nothing' ? 'without' : guard));
  const cells = [
    [
      'application',
      'channel',
      ...heads.map((h) => `marked, ${h}`),
      ...heads.map((h) => `clean, ${h}`),
      'clean after a refusal',
      'detail',
    ],
    ...found.map((row) => [
      row.app,
      row.channel,
      ...row.marked,
      ...row.clean,
      row.after.join(),
      row.details.join('; '),
    ]),
  ];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((line) => (line[column] ?? '').length)));
  for (const line of cells)
    console.log(
      line.map((cell, at) => (at === line.length - 1 ? cell : cell.padEnd(widths[at]!))).join('  '),
    );
}
