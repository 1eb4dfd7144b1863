import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { type App, type Channel, NotHere, type StartApp } from './app.ts';
import { findPlaces, judgeClean, type Outcome } from './judge.ts';
import { startNukeViet } from './nukeviet.ts';
import { wait } from './processes.ts';
import { startProxy, type TlsProxy } from './proxy.ts';
import { startRoundcube } from './roundcube.ts';
import { makeSample, type Sample } from './samples.ts';
import { startTheLounge } from './thelounge.ts';
import { startWordPress } from './wordpress.ts';

// Real applications, unmodified, each driven twice: without the extension, to prove that a marked sample would arrive
// and to see what a clean one looks like on arrival, and with it.
//
//   run.ts [--bare | --guarded] [--only=WORDS] [application…]

const APPS: Readonly<Record<string, StartApp>> = {
  roundcube: startRoundcube,
  wordpress: startWordPress,
  nukeviet: startNukeViet,
  thelounge: startTheLounge,
};

interface Row {
  readonly app: string;
  readonly channel: string;
  /** One cell a run: without the extension, with it. */
  readonly marked: string[];
  readonly clean: string[];
  readonly details: string[];
}

const flags = process.argv.slice(2).filter((word) => word.startsWith('--'));
const names = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const only = flags.find((flag) => flag.startsWith('--only='))?.slice('--only='.length) ?? '';
const runs = [false, true].filter((guarded) => !flags.includes(guarded ? '--bare' : '--guarded'));

const built = process.env.LACHAN_OUT ? { folder: process.env.LACHAN_OUT } : {};
const rows: Row[] = [];
for (const [name, start] of Object.entries(APPS)) {
  if (names.length && !names.includes(name)) continue;
  try {
    rows.push(...(await testApp(start)));
  } catch (problem) {
    const state = problem instanceof NotHere ? 'skipped' : 'FAILED';
    rows.push({
      app: name,
      channel: '',
      marked: runs.map(() => state),
      clean: runs.map(() => state),
      details: [String(problem)],
    });
  }
}
printTable(rows);
process.exitCode = rows.every(isRight) ? 0 : 1;

async function testApp(start: StartApp): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'la-chan-real-app-'));
  const proxy = await startProxy();
  let app: App | undefined;
  try {
    app = await start(folder);
    proxy.map(app.host, app.port);
    const tried = app.channels
      .filter((channel) => channel.name.includes(only))
      .map((channel) => ({
        channel,
        marked: [] as string[],
        clean: [] as string[],
        details: [] as string[],
        stored: '',
      }));
    for (const guarded of runs) {
      const test = await launchBrowser({ port: proxy.port, extension: guarded, ...built });
      try {
        answerDialogs(test);
        await app.logIn(test);
        for (const row of tried) {
          await tryChannel({ app, proxy, test, folder, guarded }, row);
          console.error(
            `${app.name}, ${row.channel.name}: ${row.marked.at(-1)}, ${row.clean.at(-1)} ${row.details.join('; ')}`,
          );
        }
      } finally {
        await test.stop();
      }
    }
    const { name } = app;
    return tried.map(({ channel, marked, clean, details }) => ({
      app: name,
      channel: channel.name,
      marked,
      clean,
      details,
    }));
  } finally {
    await app?.stop();
    await proxy.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

interface Setting {
  readonly app: App;
  readonly proxy: TlsProxy;
  readonly test: TestBrowser;
  readonly folder: string;
  readonly guarded: boolean;
}

interface Tried {
  readonly channel: Channel;
  readonly marked: string[];
  readonly clean: string[];
  readonly details: string[];
  /** How the application stored the clean sample without the extension. */
  stored: string;
}

async function tryChannel(setting: Setting, row: Tried): Promise<void> {
  const { channel, marked, clean, details } = row;
  const places = await tryMarked(setting, channel);
  if (setting.guarded) marked.push(places.length ? 'LEAKED' : 'blocked');
  else marked.push(places.length ? 'arrives' : 'NEVER ARRIVES');
  if (setting.guarded === places.length > 0) details.push(`marked: ${places.join(', ') || 'nowhere'}`);

  const outcome = await tryClean(setting, channel);
  if (!setting.guarded) {
    row.stored = outcome.stored;
    clean.push(outcome.verdict === 'arrived' ? 'arrives' : 'DOES NOT ARRIVE');
    if (outcome.verdict !== 'arrived') details.push(`clean without: ${outcome.detail}`);
    return;
  }
  const same = !row.stored || row.stored === outcome.stored;
  clean.push(outcome.verdict === 'arrived' && same ? 'intact' : 'HARMED');
  if (outcome.verdict !== 'arrived') details.push(`clean: ${outcome.detail}`);
  else if (!same)
    details.push(`clean differs: ${JSON.stringify(row.stored)} -> ${JSON.stringify(outcome.stored)}`);
}

/** Everywhere a marked sample was found. */
async function tryMarked(setting: Setting, channel: Channel): Promise<string[]> {
  const sample = await makeSample(setting.test.browser, setting.folder, true);
  const from = setting.proxy.sent.length;
  const look = async () => findPlaces(sample, await setting.app.readStored(), setting.proxy.sent.slice(from));
  await act(setting, channel, sample);
  // Without the extension one place is proof enough; with it the whole time has to pass in vain.
  const places = await waitFor(
    look,
    (found) => !setting.guarded && found.length > 0,
    channel,
    setting.guarded ? 4000 : 30_000,
  );
  await closePages(setting.test);
  return places;
}

async function tryClean(setting: Setting, channel: Channel): Promise<Outcome> {
  const sample = await makeSample(setting.test.browser, setting.folder, false);
  const look = async () => judgeClean(sample, channel, await setting.app.readStored());
  await act(setting, channel, sample);
  await waitFor(look, ({ verdict }) => verdict === 'arrived', channel, 30_000);
  // Time for a second copy, which would be harm, to arrive.
  await wait(700);
  const outcome = await look();
  await closePages(setting.test);
  return outcome;
}

/** A step that cannot be done, for example a button that the notice covers, ends the attempt; what arrived is judged all the same. */
async function act({ test }: Setting, channel: Channel, sample: Sample): Promise<void> {
  try {
    await channel.act(test, sample);
  } catch (problem) {
    console.error(
      `  ${channel.name}, ${sample.marked ? 'marked' : 'clean'}: ${String(problem).slice(0, 200)}`,
    );
  }
}

async function waitFor<T>(
  look: () => Promise<T>,
  seen: (value: T) => boolean,
  channel: Channel,
  milliseconds: number,
): Promise<T> {
  const end = Date.now() + milliseconds + (channel.sendsAfter ?? 0);
  for (;;) {
    const value = await look();
    if (seen(value) || Date.now() > end) return value;
    await wait(400);
  }
}

/** Says yes to what an application asks ("send without a body?", "leave the page?"); an open dialog stops all input. */
function answerDialogs({ browser }: TestBrowser): void {
  browser.on('targetcreated', async (target) => {
    const page = await target.page().catch(() => null);
    page?.on('dialog', (dialog) => void dialog.accept().catch(() => {}));
  });
}

async function closePages({ browser }: TestBrowser): Promise<void> {
  for (const page of await browser.pages()) {
    const url = page.url();
    if (!/^https:/.test(url) || url.includes('clipboard.example.com')) continue;
    const session = await page.createCDPSession();
    const storageTypes = 'local_storage';
    await session
      .send('Storage.clearDataForOrigin', { origin: new URL(url).origin, storageTypes })
      .catch(() => {});
    await page.close();
  }
}

function isRight(row: Row): boolean {
  return [...row.marked, ...row.clean].every((cell) => cell === cell.toLowerCase());
}

function printTable(found: readonly Row[]): void {
  const heads = runs.map((guarded) => (guarded ? 'with' : 'without'));
  const cells = [
    [
      'application',
      'channel',
      ...heads.map((h) => `marked, ${h}`),
      ...heads.map((h) => `clean, ${h}`),
      'detail',
    ],
    ...found.map((row) => [row.app, row.channel, ...row.marked, ...row.clean, row.details.join('; ')]),
  ];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((line) => (line[column] ?? '').length)));
  for (const line of cells)
    console.log(
      line.map((cell, at) => (at === line.length - 1 ? cell : cell.padEnd(widths[at]!))).join('  '),
    );
}
