import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { type ContentWorld, openContentWorld } from '../support/content-world.ts';
import { type ReceivingServer, startReceivingServer } from '../support/receiving-server.ts';

const SECRETS = ['zqxwvradar', 'đồi Cây Đa', 'zqxwvname', 'zqxwvtitle'];
const SECRET = 'TUYỆT MẬT\nKế hoạch đặt trạm zqxwvradar tại đồi Cây Đa';
const SITES = ['chat.zalo.me', 'mail.google.com', 'www.facebook.com'] as const;

let server: ReceivingServer;
let test: TestBrowser;
let page: Page;
let folder: string;
let world: ContentWorld;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'la-chan-review-'));
  server = await startReceivingServer(() => ({
    type: 'text/html',
    body: '<title>zqxwvtitle</title><p>trang thử',
  }));
  test = await launchBrowser({ port: server.port });
  world = await openContentWorld(await test.browser.newPage(), 'https://chat.zalo.me/', test.extensionId);
  for (let i = 0; i < 9; i++) await attempt(i, SITES[i % 3]!);
  await attempt(100, SITES[0], 0);
  const file = `new File([${JSON.stringify(`${SECRET} tệp`)}], 'zqxwvname.txt')`;
  await send(
    'attempt.files',
    `{ attemptId: 'attempt-file-00001', channel: 'drop', destination: { site: 'chat.zalo.me', frame: 'chat.zalo.me' }, files: [${file}] }`,
  );
  page = await openReview();
  const session = await page.createCDPSession();
  await session.send('Page.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
});
afterAll(async () => {
  await test?.stop();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const send = (name: string, request: string) =>
  world.run(`chrome.runtime.sendMessage({ name: '${name}', request: ${request} })`);

/** A blocked text; the same `text` number on the same site is the same attempt again. */
const attempt = (number: number, site: string, text = number) =>
  send(
    'attempt.text',
    `{ attemptId: 'attempt-${String(number).padStart(8, '0')}', channel: 'paste', destination: { site: '${site}', frame: '${site}' },
       item: { kind: 'text', text: ${JSON.stringify(`${SECRET} ${text}`)}, verdict: { action: 'block', level: 'tuyet-mat', outcome: 'scanned', findings: [
         { where: 'text', finding: { ruleId: 'marking.tuyet-mat', kind: 'marking', level: 'tuyet-mat', action: 'block', confidence: 0.9, start: 0, end: 9, signals: [{ id: 'alone-on-line', weight: 3, start: 0, end: 9 }] } } ] } } }`,
  );

async function openReview(): Promise<Page> {
  const opened = await test.open(`chrome-extension://${test.extensionId}/src/review/index.html`);
  await opened.waitForSelector('tbody button');
  return opened;
}

const text = (key: string, ...values: string[]) =>
  page.evaluate((k, v) => chrome.i18n.getMessage(k, v), key, values);
const rowCount = () =>
  page.$eval('.scroll table', (table) => Number(table.getAttribute('aria-rowcount')) - 1);
const sites = () =>
  page.$$eval('td.site', (cells) => [...new Set(cells.map((cell) => cell.textContent?.trim()))].sort());
const words = (selector: string) => page.$eval(selector, (node) => node.textContent ?? '');

/** Presses the button with this text. */
async function press(key: string): Promise<void> {
  const label = await text(key);
  await expect.poll(() => pressNow(label), { message: label }).toBe(true);
}

const pressNow = (label: string) =>
  page.evaluate((wanted) => {
    const buttons = [...document.querySelectorAll<HTMLButtonElement>('button')];
    const button = buttons.filter((each) => each.textContent?.trim() === wanted).at(-1);
    const ready = button !== undefined && !button.disabled;
    if (ready) button.click();
    return ready;
  }, label);

/** Ticks or unticks a value of a filter. */
async function choose(facet: string, value: string): Promise<void> {
  await page.$eval(`[data-facet="${facet}"] input[value="${value}"]`, (box) =>
    (box as HTMLInputElement).click(),
  );
}

/** Presses an export and gives the bytes of the file that comes. */
async function download(key: string, ending: string): Promise<Buffer> {
  await press(key);
  const name = () => readdirSync(folder).find((each) => each.endsWith(ending));
  await expect.poll(name, { timeout: 20_000 }).toBeTruthy();
  return readFileSync(join(folder, name()!));
}

async function importFile(name: string, content: string): Promise<void> {
  writeFileSync(join(folder, name), content);
  const input = await page.$('input[type=file]');
  await (input as { uploadFile(path: string): Promise<void> } | null)?.uploadFile(join(folder, name));
}

describe('the review page', () => {
  it('shows every incident once, and the repeated one with its repetitions', async () => {
    expect(await rowCount()).toBe(10);
    expect(await sites()).toEqual([...SITES].sort());
    expect(await words('.sum')).toContain(await text('review_sum', '10', '1'));
  });

  it('draws its charts with the same numbers as tables', async () => {
    const table = await page.$$eval('figure', (figures) =>
      figures.map((figure) => figure.querySelector('details table')?.textContent?.replace(/\s+/g, '')),
    );
    expect(table).toHaveLength(4);
    expect(table[1]).toBe('chat.zalo.me4mail.google.com3www.facebook.com3');
  });

  it('filters, and shows all again', async () => {
    await choose('sites', 'mail.google.com');
    await expect.poll(rowCount).toBe(3);
    expect(await sites()).toEqual(['mail.google.com']);
    await choose('sites', 'chat.zalo.me');
    await expect.poll(rowCount).toBe(7);
    expect(await sites()).toEqual(['chat.zalo.me', 'mail.google.com']);
    expect(await words('[data-facet="sites"] .said')).toBe(await text('review_chosen', '2'));
    await choose('sites', 'mail.google.com');
    await expect.poll(sites).toEqual(['chat.zalo.me']);
    await press('review_clear');
    await expect.poll(rowCount).toBe(10);
    await choose('channels', 'drop');
    await expect.poll(rowCount).toBe(1);
    await press('review_clear');
    await expect.poll(rowCount).toBe(10);
  });

  it('can be walked with the keyboard, row by row, into a detail and back', async () => {
    await page.focus('tbody button');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const focused = () => page.evaluate(() => (document.activeElement as HTMLElement).dataset.index);
    await expect.poll(focused).toBe('2');
    await page.keyboard.press('End');
    await expect.poll(focused).toBe('9');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open] .item');
    expect(await words('dialog')).toContain(await text('review_repeats', '1'));
    await page.keyboard.press('Escape');
    await expect.poll(focused).toBe('9');
  });

  it('keeps what the officer decides, with the note, also after a reload', async () => {
    await page.focus('tbody button[tabindex="0"]');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog form.judge');
    await page.click('dialog input[value="near-miss"]');
    await page.type('dialog textarea', 'đã nhắc nhở');
    await press('review_save');
    await expect.poll(() => words('dialog')).toContain(await text('review_outcome_saved'));
    await page.close();
    page = await openReview();
    const session = await page.createCDPSession();
    await session.send('Page.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
    expect(await words('td.state')).toContain(await text('review_state_near_miss'));
    await page.focus('tbody button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog form.judge');
    expect(await words('dialog')).toContain('đã nhắc nhở');
    expect(
      await page.$eval('dialog input[value="near-miss"]', (radio) => (radio as HTMLInputElement).checked),
    ).toBe(true);
  });

  it('does not keep a note that looks marked, and says so', async () => {
    await page.type('dialog textarea', 'Độ mật: TỐI MẬT');
    await press('review_save');
    await expect.poll(() => words('dialog')).toContain(await text('review_outcome_note_dropped'));
    expect(await words('dialog ul')).not.toContain('TỐI');
    await page.keyboard.press('Escape');
  });

  it('shows all incidents of one document', async () => {
    await choose('channels', 'drop');
    await expect.poll(rowCount).toBe(1);
    await page.focus('tbody button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open] .item');
    await press('review_same_document');
    await expect.poll(() => page.$('dialog')).toBeNull();
    expect(await rowCount()).toBe(1);
    await press('review_clear');
    await expect.poll(rowCount).toBe(10);
  });

  it('finds its log whole', async () => {
    await press('review_verify');
    await page.waitForSelector('.panel.good');
    expect(await words('.panel.good')).toContain(await text('review_check_whole'));
  });
});

describe('what the page hands out', () => {
  const files: [string, string][] = [
    ['review_export_csv', '.csv'],
    ['review_export_xlsx', '.xlsx'],
    ['review_export_jsonl', '.jsonl'],
  ];

  it.each(files)('%s holds the incidents and nothing of the documents', async (key, ending) => {
    const bytes = await download(key, ending);
    const plain = ending === '.xlsx' ? unzipped(bytes) : bytes.toString('utf8');
    expect(plain).toContain('www.facebook.com');
    expectNoSecret(plain);
  });

  it('the period report is filled, and holds nothing of the documents', async () => {
    await press('review_report');
    await page.waitForSelector('dialog.report');
    await page.type('dialog input[name="name"]', 'Phòng Thử nghiệm');
    const plain = unzipped(await download('review_report_make', '.docx'));
    expect(plain).toContain('PHÒNG THỬ NGHIỆM');
    expect(plain).toContain('ghi nhận 10 lần dừng');
    expectNoSecret(plain);
    await expect.poll(() => page.$('dialog')).toBeNull();
  });

  it('on paper shows the table without the tools', async () => {
    await page.emulateMediaType('print');
    const seen = (selector: string) => page.$eval(selector, (node) => getComputedStyle(node).display);
    expect(await seen('.tools')).toBe('none');
    expect(await seen('.filters')).toBe('none');
    expect(await seen('.scroll')).not.toBe('none');
    await page.emulateMediaType('screen');
  });
});

describe('an exported log that is opened again', () => {
  const exported = () =>
    readFileSync(join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl'))!), 'utf8');

  it('is whole as it was exported, and cannot be judged there', async () => {
    await importFile('again.jsonl.copy.jsonl', exported());
    await page.waitForSelector('.panel.good');
    expect(await rowCount()).toBe(10);
    await page.focus('tbody button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open] .item');
    expect(await page.$('dialog form')).toBeNull();
    expect(await words('dialog')).toContain('đã nhắc nhở');
    await page.keyboard.press('Escape');
  });

  it('is found altered when a line is gone or changed', async () => {
    const lines = exported().trimEnd().split('\n');
    await importFile('cut.jsonl', lines.toSpliced(4, 1).join('\n'));
    await page.waitForSelector('.panel.bad');
    expect(await words('.panel.bad')).toContain(await text('log_fault_missing'));
    await importFile('edited.jsonl', lines.with(2, lines[2]!.replace('"size":', '"size":1')).join('\n'));
    await expect.poll(() => words('.panel.bad')).toContain(await text('log_fault_edited'));
  });

  it('is refused in words when it is none', async () => {
    await importFile('letter.jsonl', 'Kính gửi ông bà');
    await expect.poll(() => words('[role=alert]')).toBe(await text('review_import_failed'));
  });

  it('gives way to this machine’s log again', async () => {
    await press('review_leave_import');
    await page.waitForSelector('tbody button');
    await expect
      .poll(() => page.$('input[type=file]').then(() => words('body')))
      .not.toContain(await text('review_leave_import'));
    expect(await rowCount()).toBe(10);
  });
});

function unzipped(bytes: Buffer): string {
  return Object.values(unzipSync(new Uint8Array(bytes)))
    .map((part) => strFromU8(part))
    .join('\n');
}

function expectNoSecret(plain: string): void {
  expect(SECRETS.filter((secret) => plain.includes(secret) || plain.includes(encodeURI(secret)))).toEqual([]);
  // The export has escapes of its own; none may hide a piece.
  const unescaped = plain.replace(/\\u([0-9a-f]{4})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  expect(SECRETS.filter((secret) => unescaped.includes(secret))).toEqual([]);
}
