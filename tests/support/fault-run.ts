import type { CDPSession, Page } from 'puppeteer';
import type { LogPiece, Reply } from '../../src/messages/messages.ts';
import type { TestBrowser } from './browser.ts';
import { openContentWorld } from './content-world.ts';

/** What a run of attempts came to. */
export interface FaultRun {
  /** Attempts that the guard stopped and sent to be recorded, by their id. */
  readonly sent: ReadonlySet<string>;
  /** Those that the background acknowledged: the incident must be in the log from then on. */
  readonly acknowledged: ReadonlySet<string>;
  /** How often the guard had to send one again. */
  readonly again: number;
  readonly kills: number;
}

export interface FaultOptions {
  readonly attempts: number;
  readonly lanes: number;
  /** After how many more acknowledged attempts the worker is killed; null never kills it. */
  killAfter(): number | null;
  /** Told after each acknowledged attempt how many there are. */
  onAcknowledged?(count: number): void;
}

/** So many attempts of a page may wait for their record: a person does not drop a hundred letters at once. */
const WAITING = 8;
/** The guard's last try to have an attempt recorded comes this late. Milliseconds. */
const LAST_TRY = 30_000;
/** Longer than the guard itself waits for one answer. Milliseconds. */
const ANSWER_WITHIN = 12_000;
const BINDING = 'noteAttempt';

/** The page people write in. */
export const WRITING_PAGE = '<textarea style="position:fixed;inset:0;width:100%;height:100%"></textarea>';

/**
 * People drop, paste and send marked texts into real pages, through the real guard, on several pages at once, while the
 * worker is killed every so often. Ends when so many attempts were stopped and each was acknowledged or given up; or, with
 * what was acknowledged, when the browser dies.
 */
export async function runAttempts(test: TestBrowser, options: FaultOptions): Promise<FaultRun> {
  const sent = new Set<string>();
  const acknowledged = new Set<string>();
  let again = 0;
  let kills = 0;
  let running = true;
  await test.copy({ text: letter(0) });
  const note = (payload: string) => {
    const [what, id] = payload.split(' ') as [string, string];
    if (what === 'done') {
      acknowledged.add(id);
      options.onAcknowledged?.(acknowledged.size);
    }
    if (what !== 'sent') return;
    if (sent.has(id)) again += 1;
    else sent.add(id);
  };
  const lanes = Array.from({ length: options.lanes }, async (_, lane) => {
    const writer = await openWriter(test, note);
    for (let at = 0; sent.size < options.attempts; at++) await writer.tryOnce(lane * 1_000_000 + at);
    await writer.settled();
    await writer.page.close();
  });
  const killing = killNowAndAgain(
    test,
    options,
    () => (running ? acknowledged.size : null),
    () => kills++,
  );
  // A browser that is killed breaks every lane.
  await Promise.all(lanes).catch((error: Error) => {
    if (test.browser.connected) throw error;
  });
  running = false;
  await killing.catch(() => undefined);
  return { sent, acknowledged, again, kills };
}

/** `countOf` answers how many attempts were acknowledged; null when all is over. */
async function killNowAndAgain(
  test: TestBrowser,
  { killAfter }: FaultOptions,
  countOf: () => number | null,
  onKill: () => void,
): Promise<void> {
  const page = await test.browser.newPage();
  const session = await page.createCDPSession();
  await session.send('ServiceWorker.enable');
  let next = killAfter();
  for (let count = countOf(); next !== null && count !== null; count = countOf()) {
    // Looked at every few moments: the kill then falls anywhere into the writing of those under way.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 40));
    if (count < next) continue;
    await session.send('ServiceWorker.stopAllWorkers');
    onKill();
    next = count + (killAfter() ?? Number.POSITIVE_INFINITY);
  }
  await page.close();
}

interface Writer {
  readonly page: Page;
  /** One attempt, sooner or later: waits where too many are under way. */
  tryOnce(number: number): Promise<void>;
  /** Resolves when the guard has nothing under way any more. */
  settled(): Promise<void>;
}

async function openWriter(test: TestBrowser, note: (payload: string) => void): Promise<Writer> {
  const page = await test.browser.newPage();
  const session = await page.createCDPSession();
  await session.send('Emulation.setFocusEmulationEnabled', { enabled: true });
  const waiting = new Set<string>();
  let wake = () => {};
  session.on('Runtime.bindingCalled', ({ payload }) => {
    const [what, id] = payload.split(' ') as [string, string];
    if (what === 'sent') waiting.add(id);
    else waiting.delete(id);
    if (what !== 'lost') note(payload);
    wake();
  });
  await session.send('Runtime.enable');
  await session.send('Runtime.addBinding', { name: BINDING });
  const world = await openContentWorld(page, 'https://chat.zalo.me/', test.extensionId);
  await world.run(LISTEN);
  const until = async (holds: () => boolean) => {
    while (!holds())
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, LAST_TRY);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
  };
  return {
    page,
    async tryOnce(number) {
      await until(() => waiting.size < WAITING);
      if (number % 50 === 0) await sendByScript(page, number);
      else if (number % 10 === 1) await paste(page, session);
      else await drop(session, letter(number));
    },
    settled: () => until(() => waiting.size === 0),
  };
}

/**
 * Runs in the guard's own world: says of each attempt when it is sent, and whether it was acknowledged. An attempt that the
 * guard gives up is said to be lost. The notice leaves the page usable, so that nobody need close ten thousand of them.
 */
const LISTEN = `(() => {
  const send = chrome.runtime.sendMessage.bind(chrome.runtime);
  const tries = new Map();
  chrome.runtime.sendMessage = async (message) => {
    if (message.name !== 'attempt.text') return send(message);
    const id = message.request.attemptId;
    tries.set(id, (tries.get(id) ?? 0) + 1);
    ${BINDING}('sent ' + id);
    const unheard = (detail) => ({ ok: false, error: 'unreachable', detail: String(detail) });
    const reply = await Promise.race([
      send(message).catch(unheard),
      new Promise((resolve) => setTimeout(() => resolve(unheard('no answer')), ${ANSWER_WITHIN})),
    ]);
    if (reply?.ok) ${BINDING}('done ' + id);
    else if (tries.get(id) === 4) ${BINDING}('lost ' + id);
    return reply;
  };
  HTMLDialogElement.prototype.showModal = HTMLDialogElement.prototype.show;
})()`;

/** Another letter each time; every seventh is an old one again: repetitions are part of life. */
function letter(number: number): string {
  const which = number % 7 === 6 ? 'cũ' : String(number);
  return `ỦY BAN NHÂN DÂN HUYỆN HÒA SƠN\nSố: 27/BC-UBND\nTỐI MẬT\nBÁO CÁO\nVề việc thứ ${which} của huyện`;
}

async function drop(session: CDPSession, text: string): Promise<void> {
  const data = { items: [{ mimeType: 'text/plain', data: text }], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 10, y: 10, data });
}

async function paste(page: Page, session: CDPSession): Promise<void> {
  await page.focus('textarea');
  const key = { key: 'v', code: 'KeyV', windowsVirtualKeyCode: 86, modifiers: 2 };
  await session.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key, commands: ['paste'] });
  await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
}

/** What a script sends again and again is recorded once a minute and page. */
async function sendByScript(page: Page, number: number): Promise<void> {
  const passed = await page.evaluate(
    (body) =>
      fetch('/messages', { method: 'POST', body }).then(
        () => true,
        () => false,
      ),
    letter(number),
  );
  if (passed) throw new Error('a marked text went out');
}

/** The whole log, as the review page reads it. */
export async function readWholeLog(page: Page): Promise<LogPiece> {
  const read = (before?: number): Promise<Reply<'log.read'>> =>
    page.evaluate(
      (request) => chrome.runtime.sendMessage({ name: 'log.read', request }),
      before === undefined ? { limit: 5000 } : { limit: 5000, before },
    );
  const newest = await read();
  if (!newest.ok) throw new Error(newest.detail);
  const records = [...newest.value.records];
  while ((records[0]?.sequence ?? 1) > 1) {
    const piece = await read(records[0]?.sequence);
    if (!piece.ok || piece.value.records.length === 0) break;
    records.unshift(...piece.value.records);
  }
  return { ...newest.value, records };
}
