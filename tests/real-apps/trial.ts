import type { Incident, LogRecord } from '../../src/incidents/types.ts';
import type { TestBrowser } from '../support/browser.ts';
import type { App, Channel } from './app.ts';
import { findPlaces, judgeClean, type Outcome } from './judge.ts';
import { wait } from './processes.ts';
import type { TlsProxy } from './proxy.ts';
import { makeSample, type Sample } from './samples.ts';
import type { UnitServer } from './unit-server.ts';

/** What stands between a person and an application: nothing, the extension, the plug-in in its pages, both, or its backend. */
export type Guard = 'nothing' | 'extension' | 'plug-in' | 'both' | 'backend';

/** One browser in front of one application. */
export interface Setting {
  readonly app: App;
  readonly proxy: TlsProxy;
  readonly test: TestBrowser;
  readonly folder: string;
  readonly guard: Guard;
  readonly unit: UnitServer | null;
}

/** What is known of one channel, one entry a browser. */
export interface Tried {
  readonly channel: Channel;
  readonly marked: string[];
  readonly clean: string[];
  /** Clean on the page that just refused a marked one; empty where it is not tried. */
  readonly after: string[];
  readonly details: string[];
  /** How the application stored the clean sample without the extension. */
  stored: string;
}

/** Sends a marked and a clean sample through a channel and adds what came of it to `row`. */
export async function tryChannel(setting: Setting, row: Tried): Promise<void> {
  const { channel, marked, clean, details } = row;
  const guarded = setting.guard !== 'nothing';
  const before = await readIncidents(setting);
  const places = await tryMarked(setting, channel);
  const between = await readAfter(setting, before, places);
  if (guarded)
    marked.push(places.length ? 'LEAKED' : sayStopped(setting, channel, newSince(before, between)));
  else marked.push(places.length ? 'arrives' : 'NEVER ARRIVES');
  if (guarded === places.length > 0) details.push(`marked: ${places.join(', ') || 'nowhere'}`);

  const outcome = await tryClean(setting, channel, (sample) => channel.act(setting.test, sample));
  if (!guarded) {
    row.stored = outcome.stored;
    clean.push(outcome.verdict === 'arrived' ? 'arrives' : 'DOES NOT ARRIVE');
    if (outcome.verdict !== 'arrived') details.push(`clean without: ${outcome.detail}`);
    return;
  }
  const alarms = newSince(between, await readIncidents(setting));
  for (const alarm of alarms) details.push(`incident for clean: ${alarm}`);
  const same = !row.stored || row.stored === outcome.stored;
  clean.push(outcome.verdict === 'arrived' && same && !alarms.length ? 'intact' : 'HARMED');
  if (outcome.verdict !== 'arrived') details.push(`clean: ${outcome.detail}`);
  else if (!same)
    details.push(`clean differs: ${JSON.stringify(row.stored)} -> ${JSON.stringify(outcome.stored)}`);
  await tryAfterRefusal(setting, row);
}

async function tryAfterRefusal(setting: Setting, { channel, after, details }: Tried): Promise<void> {
  if (setting.guard === 'nothing' || setting.guard === 'backend' || !channel.afterRefusal) return;
  const marked = await makeSample(setting.test.browser, setting.folder, true);
  const from = setting.proxy.sent.length;
  const outcome = await tryClean(
    setting,
    channel,
    async (clean) => await channel.afterRefusal?.(setting.test, marked, clean),
  );
  const places = findPlaces(marked, await setting.app.readStored(), setting.proxy.sent.slice(from));
  after.push(places.length ? 'LEAKED' : outcome.verdict === 'arrived' ? 'intact' : 'HARMED');
  if (places.length) details.push(`marked, before a clean one: ${places.join(', ')}`);
  if (outcome.verdict !== 'arrived') details.push(`clean after a refusal: ${outcome.detail}`);
}

/** Everywhere a marked sample was found. */
async function tryMarked(setting: Setting, channel: Channel): Promise<string[]> {
  const sample = await makeSample(setting.test.browser, setting.folder, true);
  const from = setting.proxy.sent.length;
  // A backend can only keep what came to it from being stored.
  const sent = () => (setting.guard === 'backend' ? [] : setting.proxy.sent.slice(from));
  const look = async () => findPlaces(sample, await setting.app.readStored(), sent());
  const guarded = setting.guard !== 'nothing';
  await act(channel, sample, (marked) => channel.act(setting.test, marked));
  // Without the extension one place is proof enough; with it the whole time has to pass in vain.
  const places = await waitFor(
    look,
    (found) => !guarded && found.length > 0,
    channel,
    guarded ? 4000 : 30_000,
  );
  await closePages(setting.test);
  return places;
}

/** What became of a clean sample that `hands` sent. */
async function tryClean(
  setting: Setting,
  channel: Channel,
  hands: (sample: Sample) => Promise<void>,
): Promise<Outcome> {
  const sample = await makeSample(setting.test.browser, setting.folder, false);
  const look = async () => judgeClean(sample, channel, await setting.app.readStored());
  await act(channel, sample, hands);
  await waitFor(look, ({ verdict }) => verdict === 'arrived', channel, 30_000);
  // Time for a second copy, which would be harm, to arrive.
  await wait(700);
  const outcome = await look();
  await closePages(setting.test);
  return outcome;
}

/** A step that cannot be done, for example a button that the notice covers, ends the attempt; what arrived is judged all the same. */
async function act(
  channel: Channel,
  sample: Sample,
  hands: (sample: Sample) => Promise<void>,
): Promise<void> {
  try {
    await hands(sample);
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

/** Nothing arrives either when the person's hands failed; an incident shows that the guard was the reason. */
function sayStopped({ guard }: Setting, channel: Channel, incidents: readonly string[]): string {
  if (guard === 'backend' || channel.asks) return 'refused';
  if (incidents.length === 0) return 'NO INCIDENT';
  return guard === 'both' && incidents.some((line) => line.startsWith('plug-in')) ? 'TOLD TWICE' : 'blocked';
}

/** Lines that were not there before; equal lines count. */
function newSince(before: readonly string[], now: readonly string[]): string[] {
  const left = [...before];
  return now.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** The incidents once a refused attempt has left one: a busy machine takes its time to write and send it. */
async function readAfter(
  setting: Setting,
  before: readonly string[],
  places: readonly string[],
): Promise<string[]> {
  const end = Date.now() + 15_000;
  for (;;) {
    const incidents = await readIncidents(setting);
    const isExpected = setting.guard !== 'nothing' && setting.guard !== 'backend' && places.length === 0;
    if (!isExpected || newSince(before, incidents).length > 0 || Date.now() > end) return incidents;
    await wait(500);
  }
}

/** The attempts in the extension's log and the incidents of the unit's server, a line each. */
async function readIncidents({ guard, test, unit }: Setting): Promise<string[]> {
  const reported = unit && guard !== 'extension' ? await unit.readIncidents() : [];
  const logged = guard === 'extension' || guard === 'both' ? await readLog(test) : [];
  return [...reported.map((line) => `plug-in ${line}`), ...logged];
}

/** A line for each attempt: one that only repeats an incident of a moment ago is told like that. */
async function readLog(test: TestBrowser): Promise<string[]> {
  const page = await test.open(`chrome-extension://${test.extensionId}/src/review/index.html`);
  const reply = await page.evaluate(() =>
    chrome.runtime.sendMessage({ name: 'log.read', request: { limit: 5000 } }),
  );
  await page.close();
  if (!reply?.ok) throw new Error('The log cannot be read.');
  const records: LogRecord[] = reply.value.records;
  const lines = new Map(
    records.flatMap((record) => ('items' in record ? [[record.id, describe(record)] as const] : [])),
  );
  return records.flatMap((record) => {
    if ('repeatOf' in record) return lines.get(record.repeatOf) ?? [];
    return 'items' in record ? describe(record) : [];
  });
}

function describe({ channel, disposition, items }: Incident): string {
  const rules = items.flatMap((item) => [item.outcome, ...item.findings.map((finding) => finding.ruleId)]);
  return [channel, disposition, ...rules].join(' ');
}

/** Says yes to what an application asks ("send without a body?", "leave the page?"); an open dialog stops all input. */
export function answerDialogs({ browser }: TestBrowser): void {
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
