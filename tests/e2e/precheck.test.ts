import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyCertificate } from '../../src/certificate/verify.ts';
import { writeDocx, writeXlsx } from '../documents/writers/office.ts';
import { writePdf } from '../documents/writers/pdf.ts';
import { clean, marked } from '../documents/writers/words.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { drivePrecheck, en, type PrecheckPage, vi } from '../support/precheck-page.ts';
import { type ReceivingServer, startReceivingServer } from '../support/receiving-server.ts';
import { readFocus, readScreen } from './screens/read-screen.ts';

let server: ReceivingServer;
let test: TestBrowser;
let folder: string;
let texts: typeof vi;
let driven: PrecheckPage;
const at = (name: string) => join(folder, name);
const say = (key: string, ...values: (string | number)[]) =>
  texts[key]!.message.replace(/\$(\d)/g, (_, digit) => String(values[Number(digit) - 1]));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'la-chan-precheck-'));
  mkdirSync(at('hồ sơ/phụ lục'), { recursive: true });
  mkdirSync(at('nhiều'));
  mkdirSync(at('tải về'));
  writeFileSync(at('sạch.docx'), writeDocx(clean));
  writeFileSync(at('nghi.pdf'), writePdf([clean, marked]));
  writeFileSync(at('hỏng.docx'), writeDocx(clean).slice(0, 300));
  writeFileSync(at('hồ sơ/bảng.xlsx'), writeXlsx(clean));
  writeFileSync(at('hồ sơ/phụ lục/tờ trình.docx'), writeDocx(marked));
  copyFileSync(join(import.meta.dirname, '../vision/fixtures/toi-mat-scan.jpg'), at('bản quét.jpg'));
  copyFileSync(join(import.meta.dirname, '../vision/fixtures/tuyet-mat-photo.heic'), at('ảnh chụp.heic'));
  copyFileSync(join(import.meta.dirname, '../vision/scans/tuyet-mat-jpeg-strips.tif'), at('bản quét.tif'));
  for (let i = 0; i < 400; i++) writeFileSync(at(`nhiều/${i}.txt`), `Thông báo số ${i}`);
  server = await startReceivingServer(() => null);
  test = await launchBrowser({ port: server.port });
  const page = await test.open(`chrome-extension://${test.extensionId}/src/review/index.html`);
  texts = (await page.evaluate(() => chrome.i18n.getMessage('language_code'))) === 'en' ? en : vi;
  await page.close();
});
afterAll(async () => {
  await test?.stop();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  const page = await test.open(`chrome-extension://${test.extensionId}/src/precheck/index.html`);
  driven = await drivePrecheck(page, texts);
});
afterEach(async () => {
  // Nothing leaves the machine, whatever a test did: every host is this server.
  expect(server.received).toEqual([]);
  expect(driven.requests).toEqual([]);
  await driven.page.close();
});

describe('the pre-check page', () => {
  it('tells the results of picked files, the place and the reason', async () => {
    await driven.choose(say('precheck_pick_files'), [at('sạch.docx'), at('nghi.pdf'), at('hỏng.docx')]);
    expect(await driven.results()).toEqual({
      'sạch.docx': say('precheck_item_clean'),
      'nghi.pdf': say('precheck_item_marked'),
      'hỏng.docx': say('precheck_item_unread'),
    });
    const places = await driven.page.$$eval('.place', (all) => all.map((place) => place.textContent));
    expect(places.join()).toContain(say('where_page', 2));
    expect(await driven.page.$$eval('.place mark', (all) => all.map((m) => m.textContent))).toEqual([
      'TUYỆT MẬT',
    ]);
    expect(await driven.words()).toContain(say('advice_damaged'));
    expect(await driven.page.$$eval('.place li', (all) => all.length)).toBeGreaterThan(1);
  });

  it('walks a dropped folder, and one that is picked', async () => {
    const found = {
      'hồ sơ/bảng.xlsx': say('precheck_item_clean'),
      'hồ sơ/phụ lục/tờ trình.docx': say('precheck_item_marked'),
    };
    await driven.drop([at('hồ sơ')]);
    expect(await driven.results()).toEqual(found);
    await driven.press(say('precheck_clear'));
    await driven.choose(say('precheck_pick_folder'), [at('hồ sơ')]);
    expect(await driven.results()).toEqual(found);
  });

  it('shows the stamp of a picture and names no degree', async () => {
    await driven.drop([at('bản quét.jpg')]);
    expect(await driven.results()).toEqual({ 'bản quét.jpg': say('precheck_item_marked') });
    const pictures = await driven.page.$$eval('.place img', (all) =>
      all.map((img) => ({
        address: (img as HTMLImageElement).src,
        wide: (img as HTMLImageElement).naturalWidth,
      })),
    );
    expect(pictures).toHaveLength(1);
    expect(pictures[0]?.address).toMatch(/^blob:/);
    expect(pictures[0]?.wide).toBeGreaterThan(40);
    expect(await driven.words()).not.toMatch(/tối mật|tuyệt mật|top secret/i);
  });

  it('reads pictures that browsers do not show: a photo as phones store it, and a scan as scanners do', async () => {
    await driven.drop([at('ảnh chụp.heic'), at('bản quét.tif')]);
    expect(await driven.results()).toEqual({
      'ảnh chụp.heic': say('precheck_item_marked'),
      'bản quét.tif': say('precheck_item_marked'),
    });
  });

  it('is used by the keyboard alone: a text is typed, checked and certified', async () => {
    const { page } = driven;
    const tabTo = async (name: string) => {
      for (let i = 0; i < 30; i++) {
        await page.keyboard.press('Tab');
        if ((await readFocus(page)).endsWith(name)) return;
      }
      throw new Error(`the keyboard never reached ${name}`);
    };
    await tabTo(say('precheck_text_label'));
    await page.keyboard.type('Lịch họp phụ huynh tuần 12');
    await tabTo(say('precheck_check_text'));
    await page.keyboard.press('Enter');
    expect(await driven.results()).toEqual({ [say('precheck_pasted_text')]: say('precheck_item_clean') });
    await tabTo(say('precheck_issue_certificate'));
    await page.keyboard.press('Enter');
    await expect.poll(() => readFocus(page)).toBe(`heading: ${say('precheck_paper_certificate')}`);
  });

  it('takes a paste outside any field as something to check', async () => {
    await test.copy({ text: marked.join('\n'), html: `<p>${marked.join('<p>')}` });
    await driven.page.bringToFront();
    await driven.page.keyboard.down('Control');
    await driven.page.keyboard.press('KeyV');
    await driven.page.keyboard.up('Control');
    await driven.page.waitForSelector('.items');
    expect(await driven.results()).toEqual({
      [say('precheck_pasted_text')]: say('precheck_item_marked'),
      [say('precheck_pasted_html')]: say('precheck_item_marked'),
    });
    server.received.length = 0;
  });

  it('stays usable with many files, and can be stopped and taken up again', async () => {
    await driven.drop([at('nhiều')]);
    await driven.press(say('precheck_stop'));
    await driven.page.waitForSelector(`::-p-xpath(//button[normalize-space()="${say('precheck_resume')}"])`);
    expect(await driven.words()).not.toContain(say('precheck_issue_certificate'));
    await driven.press(say('precheck_resume'));
    await expect
      .poll(() => driven.words(), { timeout: 60_000 })
      .toContain(say('precheck_overall_clean', 400));
    expect(await driven.page.$$eval('.items > li', (items) => items.length)).toBe(50);
    await driven.press(say('precheck_page_after'));
    await expect
      .poll(() => driven.page.$eval('nav', (nav) => nav.textContent))
      .toContain(say('precheck_page', 2, 8));
    expect(await driven.page.$eval('.items .name', (name) => name.textContent)).toBe('nhiều/50.txt');
  });

  it('gives every control and picture a name', async () => {
    await driven.drop([at('nghi.pdf'), at('bản quét.jpg')]);
    await driven.results();
    await driven.press(say('precheck_issue_report'));
    await driven.page.click('.verify > summary');
    const controls = (await readScreen(driven.page)).filter((line) =>
      /^(button|link|textbox|image|img|columnheader|progressbar|region|DisclosureTriangle):/.test(line),
    );
    expect(controls.length).toBeGreaterThan(15);
    expect(controls.filter((line) => line.endsWith(': '))).toEqual([]);
  });
});

describe('its certificate', () => {
  it('for clean files is signed, holds no name and no word, and tells which file is which', async () => {
    await driven.choose(say('precheck_pick_files'), [at('sạch.docx'), at('hồ sơ/bảng.xlsx')]);
    await driven.results();
    await driven.press(say('precheck_issue_certificate'));
    const certificate = await driven.certificate(at('tải về'));
    const { keyId } = certificate.signature;
    const print = (name: string) => {
      const bytes = readFileSync(at(name));
      return { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
    };
    const verified = await verifyCertificate(JSON.stringify(certificate), {
      now: new Date(),
      trusted: [{ keyId, name: '' }],
      files: [print('hồ sơ/bảng.xlsx'), print('sạch.docx')],
    });
    expect(verified).toMatchObject({ faults: [], files: [1, 0] });
    expect(certificate.statement.result).toBe('clean');
    expect(JSON.stringify(certificate)).not.toMatch(/sạch|bảng|hồ sơ|\.docx|trồng/);
    expect(await driven.words()).toContain(say('precheck_paper_certificate'));
  });

  it('is a report when something was found, and keeps the names in a list of its own', async () => {
    await driven.drop([at('nghi.pdf')]);
    await driven.results();
    await driven.press(say('precheck_issue_report'));
    const report = await driven.certificate(at('tải về'));
    expect(report.statement.result).toBe('marked');
    expect(JSON.stringify(report)).not.toMatch(/tuyet|toi-mat|nghi/);
    expect(await driven.words()).toContain(say('precheck_paper_report'));
    expect(await driven.saved(say('precheck_save_names'), at('tải về'))).toMatch(
      /^\ufeff"1","nghi\.pdf","[0-9a-f]{64}","marked"/,
    );
  });

  it('names the rules in force, which need not be those of the package', async () => {
    const page = await test.browser.newPage();
    await page.evaluateOnNewDocument(() => {
      const send = chrome.runtime.sendMessage.bind(chrome.runtime) as (message: unknown) => Promise<unknown>;
      const answer = async (message: { name: string }) => {
        const reply = (await send(message)) as { value: { packId: string; tables: { pack: object } } };
        if (message.name !== 'pack.load') return reply;
        const tables = { ...reply.value.tables, pack: { name: 'don-vi', version: '9.9.9' } };
        return { ok: true, value: { packId: 'another', tables } };
      };
      Object.assign(chrome.runtime, { sendMessage: answer });
    });
    await page.goto(`chrome-extension://${test.extensionId}/src/precheck/index.html`);
    const unit = await drivePrecheck(page, texts);
    await unit.drop([at('nghi.pdf')]);
    expect(await unit.results()).toEqual({ 'nghi.pdf': say('precheck_item_marked') });
    await unit.press(say('precheck_issue_report'));
    const { statement } = await unit.certificate(at('tải về'));
    expect(statement.checker.pack).toEqual({ name: 'don-vi', version: '9.9.9' });
    await page.close();
  });

  it('is verified on the page: by its own key, with the wrong file, and when edited', async () => {
    await driven.drop([at('sạch.docx')]);
    await driven.results();
    await driven.press(say('precheck_issue_certificate'));
    const text = JSON.stringify(await driven.certificate(at('tải về')));
    writeFileSync(at('giấy.json'), text);
    writeFileSync(at('giả.json'), text.replace('"issued":"20', '"issued":"19'));
    const { page } = driven;
    await page.click('.verify > summary');
    const verify = async (certificate: string, file: string) => {
      const fields = [
        ['input#certificate', certificate],
        ['input#certified', file],
      ] as const;
      for (const [field, path] of fields) await (await page.$(field as 'input'))!.uploadFile(at(path));
      await driven.press(say('precheck_verify_run'));
      return expect.poll(() => page.$eval('.verify [role="status"]', (status) => status.textContent));
    };
    await (await verify('giấy.json', 'sạch.docx')).toContain(say('precheck_verified_good'));
    await (await verify('giấy.json', 'nghi.pdf')).toContain(say('fault_other_file'));
    await (await verify('giả.json', 'sạch.docx')).toContain(say('fault_signature'));
  });
});
