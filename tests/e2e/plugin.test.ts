import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { ElementHandle, Frame, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyFromGuide } from '../real-apps/guide.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { PLUGIN, servePlugin } from '../support/plugin-files.ts';
import { type ReceivingServer, type Served, startReceivingServer } from '../support/receiving-server.ts';

const MARKED =
  'UBND HUYỆN AN PHÚ\nSố: 12/KH-UBND\nTUYỆT MẬT\nKẾ HOẠCH\nDiễn tập khu vực phòng thủ, mã hồ sơ KPT4417.';
const CLEAN =
  'UBND HUYỆN AN PHÚ\nSố: 12/KH-UBND\nKẾ HOẠCH\nTrồng cây đầu xuân, bảo mật thông tin, mã hồ sơ KPT4417.';
const CATEGORY = 'Đề thi chính thức môn Ngữ văn kỳ thi tốt nghiệp trung học phổ thông, chưa công bố.';

/** No inline script or style, nothing from elsewhere: what an office system's strictest header allows. */
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src *; img-src 'self'; form-action 'self'; frame-src 'self'; worker-src 'self'";
const TRUSTED_TYPES = `${CSP}; require-trusted-types-for 'script'; trusted-types la-chan`;
const TAG =
  '<script src="/la-chan/la-chan.js" data-protect data-contact="văn thư, số 101" data-server="https://may-chu.example.com" data-site-key="k-1"></script>';

/** The guide's own lines, as an integrator copies them. */
const COPIED_TAG = copyFromGuide('The script tag', 'html', {
  'https://lachan.anphu.gov.vn': 'https://may-chu.example.com',
  'KHOA-CUA-TRANG': 'k-1',
});
const COPIED_MODULE = copyFromGuide('The script tag', 'js', { '#soan-thao': '#t' });

const pages: Record<string, { body: string; script?: string; tag?: string; charset?: string }> = {
  '/copied-tag': { tag: COPIED_TAG, body: '<textarea id="t"></textarea>' },
  '/copied-module': {
    tag: '<script type="module" src="/copied-module.js"></script>',
    body: '<textarea id="t"></textarea><textarea id="other"></textarea>',
  },
  '/old': { body: '<textarea id="t"></textarea>', charset: 'windows-1258' },
  '/form': {
    body: '<form method="post" action="/up"><textarea name="t" id="t"></textarea><input id="s" name="s"><button id="go">Gửi</button></form>',
  },
  '/note': {
    body: '<textarea id="t"></textarea><button id="go">Gửi</button>',
    script: "go.onclick=()=>fetch('/up',{method:'POST',body:t.value})",
  },
  '/file': {
    body: '<input type="file" id="f" multiple>',
    script:
      "window.seen=[];for(const t of ['input','change'])f.addEventListener(t,e=>seen.push(t+':'+e.isTrusted));f.onchange=async()=>{for(const one of f.files)await fetch('/up?'+one.name,{method:'POST',body:one})}",
  },
  '/drop': {
    body: '<div id="z"><p>Thả tệp</p><p>vào đây</p><p>nhé</p><p>bạn</p></div>',
    script:
      "z.ondragover=e=>e.preventDefault();z.ondrop=e=>{e.preventDefault();for(const f of e.dataTransfer.files)fetch('/up?'+f.name,{method:'POST',body:f})}",
  },
  // As plupload and many others read a drop: by its entries, which a drop made by a script does not have.
  '/entries': {
    body: '<div id="z"><p>Thả tệp</p><p>vào đây</p><p>nhé</p><p>bạn</p></div>',
    script:
      "z.ondragover=e=>e.preventDefault();z.ondrop=e=>{e.preventDefault();for(const i of e.dataTransfer.items){const n=i.webkitGetAsEntry();if(n)n.file(f=>fetch('/up?'+f.name,{method:'POST',body:f}))}}",
  },
  '/rich': {
    body: '<div id="t" contenteditable><p><br></p></div><button id="go">Đăng</button>',
    script: "go.onclick=()=>fetch('/up',{method:'POST',body:t.innerText})",
  },
  // As TinyMCE and CKEditor 4 build theirs: a frame without an address, whose document is opened again.
  '/editor': {
    body: '<iframe id="fr" width="500" height="200"></iframe><button id="go">Đăng</button>',
    script:
      "const build=()=>{const d=fr.contentDocument;d.open();d.write('<body contenteditable><p><br></p></body>');d.close()};build();setTimeout(build,300);go.onclick=()=>fetch('/up',{method:'POST',body:fr.contentDocument.body.innerText})",
  },
  '/autosave': {
    body: '<div id="t" contenteditable><p><br></p></div>',
    script: "setInterval(()=>fetch('/up',{method:'POST',body:JSON.stringify({content:t.innerText})}),300)",
  },
  '/part': {
    tag: '<script src="/la-chan/la-chan.js"></script>',
    body: '<textarea id="t"></textarea><textarea id="other"></textarea>',
    script: 'window.end=LaChan.protect(t)',
  },
  '/module': {
    tag: '',
    body: '<textarea id="t"></textarea>',
    script: "import('/la-chan/la-chan.mjs').then(m=>{m.protect(document);window.ready=true})",
  },
  '/english': { tag: TAG.replace('data-protect', 'data-protect data-language="en"'), body: '' },
  '/bare': { tag: '', body: '<textarea id="t"></textarea>' },
};

function serve(path: string): Served | null {
  const [bare = ''] = path.split('?');
  const plugin = servePlugin(bare);
  if (plugin) return plugin;
  if (bare === '/copied-module.js') {
    const file = `const file = new File([${JSON.stringify(MARKED)}], 'a.txt');`;
    return {
      type: 'text/javascript',
      body: `${file}\n${COPIED_MODULE}\nwindow.scanned = { action, findings, end };`,
    };
  }
  if (bare.endsWith('.js')) return { type: 'text/javascript', body: pages[bare.slice(0, -3)]?.script ?? '' };
  if (bare === '/page.css')
    return { type: 'text/css', body: '#t,#z{display:block;width:400px;min-height:120px;background:#eee}' };
  const page = pages[bare];
  if (!page) return null;
  const { tag = TAG, body, script, charset = 'utf-8' } = page;
  return {
    type: `text/html; charset=${charset}`,
    headers: { 'content-security-policy': WITHOUT_TYPES.includes(bare) ? CSP : TRUSTED_TYPES },
    body: `<!doctype html><html lang="vi"><meta charset="${charset}"><link rel="stylesheet" href="/page.css">${tag}<body>${body}${script ? `<script src="${bare}.js"></script>` : ''}`,
  };
}

/** Pages with scripts of their own that trusted types would refuse, or modules. */
const WITHOUT_TYPES = ['/editor', '/module', '/copied-module'];

let server: ReceivingServer;
let bare: TestBrowser;
const folder = mkdtempSync(join(tmpdir(), 'la-chan-plugin-'));
const file = (name: string, content: string) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const marked = file('ke-hoach.txt', MARKED);
const clean = file('thong-bao.txt', CLEAN);

const bodies = (host: string) =>
  server.received.filter((one) => one.host === host && one.url.startsWith('/up')).map((one) => one.body);
const arrives = (host: string, count = 1) => server.waitFor(() => bodies(host).length >= count, 8_000);
const nothingArrives = async (host: string) => {
  await server.waitFor(() => bodies(host).length > 0, 1_000);
  expect(bodies(host).map(String)).toEqual([]);
};
const reported = () =>
  server.received
    .filter(({ host, url }) => host === 'may-chu.example.com' && url === '/v1/plugin/incidents')
    .map(({ body }) => JSON.parse(body.toString()));
const paste = async (
  test: TestBrowser,
  page: Page,
  selector: string,
  text: string,
  where: Page | Frame = page,
) => {
  await test.copy({ text });
  await where.click(selector);
  await page.keyboard.down('Control');
  await page.keyboard.press('v');
  await page.keyboard.up('Control');
};
const choose = async (page: Page, ...paths: string[]) => {
  const input = (await page.waitForSelector('#f')) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(...paths);
};
const drop = async (page: Page, files: string[]) => {
  const cdp = await page.createCDPSession();
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await cdp.send('Input.dispatchDragEvent', {
      type,
      x: 100,
      y: 60,
      data: { items: [], files, dragOperationsMask: 1 },
    });
};
const readValue = (page: Page | Frame, selector = '#t') =>
  page.$eval(selector, (field) => (field as HTMLTextAreaElement).value ?? (field as HTMLElement).innerText);
/** Keeps every event of the plug-in that a page can hear. */
const hear = (page: Page) =>
  page.evaluate(() => {
    const heard: unknown[] = [];
    Object.assign(window, { heard });
    for (const name of ['blocked', 'held', 'warned', 'continued', 'cancelled'])
      document.addEventListener(`lachan:${name}` as 'lachan:blocked', ({ type, detail }) =>
        heard.push({ type, detail }),
      );
  });
const heard = (page: Page) =>
  page.evaluate('heard') as Promise<{ type: string; detail: { items?: unknown[] } }[]>;
const isHeard = (page: Page, type: string) =>
  page.waitForFunction(
    (wanted) => (window as unknown as { heard: { type: string }[] }).heard.some((one) => one.type === wanted),
    { timeout: 8_000 },
    type,
  );
let hosts = 0;
const newHost = () => `t${++hosts}.eoffice.example.com`;

beforeAll(async () => {
  server = await startReceivingServer((_host, path) => serve(path));
  bare = await launchBrowser({ port: server.port, extension: false });
});

afterAll(async () => {
  await bare?.stop();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function open(path: string, test = bare, host = newHost()): Promise<{ host: string; page: Page }> {
  const page = await test.open(`https://${host}${path}`);
  await hear(page);
  return { host, page };
}

describe('the plug-in in a page', () => {
  it('needs at most 60 kB before the first document comes', () => {
    for (const name of ['la-chan.js', 'la-chan.mjs'])
      expect(gzipSync(readFileSync(join(PLUGIN, name)), { level: 9 }).length).toBeLessThan(60_000);
  });

  it('leaves one name in the page and breaks no rule of a strict policy', async () => {
    const names = (page: Page) =>
      page.evaluate(() =>
        Object.getOwnPropertyNames(window).filter((name) => !name.startsWith('__puppeteer')),
      );
    const without = await bare.open(`https://${newHost()}/bare`);
    const before = await names(without);
    const page = await bare.open(`https://${newHost()}/note`);
    const problems: string[] = [];
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.reload();
    expect((await names(page)).filter((name) => !before.includes(name) && name !== 'heard')).toEqual([
      'LaChan',
    ]);
    await paste(bare, page, '#t', MARKED);
    await page.waitForSelector('html > div', { timeout: 5_000 });
    expect(problems).toEqual([]);
  });

  it('keeps a marked paste out of a field, says so in an event, and lets a clean one in', async () => {
    const { page } = await open('/note');
    await paste(bare, page, '#t', CLEAN);
    expect(await readValue(page)).toBe(CLEAN);
    await paste(bare, page, '#t', `\n\n${MARKED}`);
    await isHeard(page, 'lachan:blocked');
    expect(await readValue(page)).toBe(CLEAN);
    const [event] = await heard(page);
    expect(event?.detail).toMatchObject({ channel: 'paste', level: 'tuyet-mat', items: [{ kind: 'text' }] });
    expect(JSON.stringify(event)).not.toMatch(/KPT4417|AN PHÚ|MẬT/);
  });

  it('works in a page of an old charset', async () => {
    const { page } = await open('/old');
    expect(await page.evaluate(() => document.characterSet)).toBe('windows-1258');
    await paste(bare, page, '#t', CLEAN);
    expect(await readValue(page)).toBe(CLEAN);
    await paste(bare, page, '#t', `\n\n${MARKED}`);
    await isHeard(page, 'lachan:blocked');
    expect(await readValue(page)).toBe(CLEAN);
  });

  it('reports the incident once to the unit, without a word of the content', async () => {
    const before = reported().length;
    const { page, host } = await open('/note');
    await paste(bare, page, '#t', MARKED);
    await server.waitFor(() => reported().length > before, 6_000);
    const [batch] = reported().slice(before);
    expect(batch).toMatchObject({
      siteKey: 'k-1',
      records: [{ channel: 'paste', disposition: 'blocked', destination: { site: host } }],
    });
    expect(JSON.stringify(reported())).not.toMatch(/KPT4417|AN PHÚ|Diễn tập/);
    await page.waitForFunction(() => localStorage.getItem('la-chan.pending') === null);
  });

  it('holds the submit of a form in which a marking was typed, until it is gone', async () => {
    const { page, host } = await open('/form');
    await page.click('#t');
    for (const letter of 'Độ mật: TUYỆT MẬT') await page.keyboard.sendCharacter(letter);
    await page.click('#go');
    await isHeard(page, 'lachan:blocked');
    await nothingArrives(host);
    await page.keyboard.press('Escape');
    await page.focus('#t');
    await page.keyboard.press('End');
    for (let i = 0; i < 'TUYỆT MẬT'.length; i++) await page.keyboard.press('Backspace');
    await page.click('#go');
    expect(await arrives(host)).toBe(true);
  });

  it('keeps what an editor holds from its own autosave while a marking stands in it', async () => {
    const { page, host } = await open('/autosave');
    expect(await arrives(host)).toBe(true);
    await page.click('#t');
    for (const letter of 'Độ mật: TUYỆT MẬT. KPT4417') await page.keyboard.sendCharacter(letter);
    await server.waitFor(() => false, 1_000);
    expect(
      bodies(host)
        .map(String)
        .filter((text) => text.includes('TUYỆT MẬT')),
    ).toEqual([]);
  });

  it('guards an editor that lives in a frame, also after its document was opened anew', async () => {
    const { page, host } = await open('/editor');
    await new Promise((done) => setTimeout(done, 1_000));
    const frame = await (await page.waitForSelector('iframe'))!.contentFrame();
    await paste(bare, page, 'p', MARKED, frame);
    await isHeard(page, 'lachan:blocked');
    await page.keyboard.press('Escape');
    await paste(bare, page, 'p', CLEAN, frame);
    await page.click('#go');
    expect(await arrives(host)).toBe(true);
    expect(bodies(host).map(String).join()).toContain('Trồng cây');
    expect(bodies(host).map(String).join()).not.toContain('TUYỆT');
  });

  it('gives a clean chosen file to the page once, by trusted events, and keeps a marked one out', async () => {
    const { page, host } = await open('/file');
    await choose(page, clean);
    expect(await arrives(host)).toBe(true);
    expect(bodies(host).map(String)).toEqual([CLEAN]);
    expect(await page.evaluate('seen')).toEqual(['input:true', 'change:true']);
    await choose(page, marked);
    await isHeard(page, 'lachan:blocked');
    await server.waitFor(() => bodies(host).length > 1, 800);
    expect(bodies(host)).toHaveLength(1);
  });

  it('gives the clean files of a mixed drop to the page', async () => {
    const { page, host } = await open('/drop');
    await drop(page, [marked, clean]);
    expect(await arrives(host)).toBe(true);
    expect(bodies(host).map(String)).toEqual([CLEAN]);
    expect(await heard(page)).toHaveLength(1);
  });

  it('gives a clean file of a drop to a page that reads entries, and no marked one', async () => {
    const { page, host } = await open('/entries');
    await drop(page, [marked, clean]);
    expect(await arrives(host)).toBe(true);
    await server.waitFor(() => bodies(host).length > 1, 800);
    expect(bodies(host).map(String)).toEqual([CLEAN]);
  });

  it('guards what it was asked to and no more, until that ends', async () => {
    const { page } = await open('/part');
    await paste(bare, page, '#other', MARKED);
    expect(await readValue(page, '#other')).toBe(MARKED);
    await paste(bare, page, '#t', MARKED);
    await isHeard(page, 'lachan:blocked');
    await page.keyboard.press('Escape');
    expect(await readValue(page)).toBe('');
    await page.evaluate('end()');
    await paste(bare, page, '#t', MARKED);
    expect(await readValue(page)).toBe(MARKED);
  });

  it('works as a module, without any name in the page', async () => {
    const { page } = await open('/module');
    await page.waitForFunction('window.ready');
    expect(await page.evaluate(() => 'LaChan' in window)).toBe(false);
    await paste(bare, page, '#t', MARKED);
    await isHeard(page, 'lachan:blocked');
    expect(await readValue(page)).toBe('');
  });

  it('does what the guide says when its lines are copied as they stand', async () => {
    const { page } = await open('/copied-tag');
    const before = reported().length;
    await paste(bare, page, '#t', MARKED);
    await isHeard(page, 'lachan:blocked');
    expect(await readValue(page)).toBe('');
    await server.waitFor(() => reported().length > before, 8_000);
    expect(reported().length).toBe(before + 1);

    const { page: other } = await open('/copied-module');
    await other.waitForFunction('window.scanned');
    expect(await other.evaluate('window.scanned.action')).toBe('block');
    expect(await other.evaluate('window.scanned.findings.length')).toBeGreaterThan(0);
    await paste(bare, other, '#t', MARKED);
    await isHeard(other, 'lachan:blocked');
    expect(await readValue(other)).toBe('');
    const { page: ended } = await open('/copied-module');
    await ended.waitForFunction('window.scanned');
    await ended.evaluate('window.scanned.end()');
    await paste(bare, ended, '#t', MARKED);
    await ended.waitForFunction("document.querySelector('#t').value.includes('KPT4417')");
  });

  it('scans a text and a file for the page and echoes nothing of them', async () => {
    const { page } = await open('/note');
    const [text, document, fine] = (await page.evaluate(
      async (content, harmless) => {
        const { LaChan } = window as unknown as { LaChan: { scan(item: unknown): Promise<unknown> } };
        return [
          await LaChan.scan(content),
          await LaChan.scan(new File([content], 'a.txt')),
          await LaChan.scan(new Blob([harmless])),
        ];
      },
      MARKED,
      CLEAN,
    )) as { action: string; outcome: string; findings: { words: string; reasons: string[] }[] }[];
    expect(text).toMatchObject({ action: 'block', level: 'tuyet-mat', outcome: 'scanned' });
    expect(document).toMatchObject({ action: 'block', mediaType: 'text/plain', outcome: 'scanned' });
    expect(text?.findings[0]?.words).not.toBe('');
    expect(text?.findings[0]?.reasons.length).toBeGreaterThan(0);
    expect(fine).toMatchObject({ action: 'allow', findings: [] });
    expect(JSON.stringify([text, document])).not.toMatch(/KPT4417|AN PHÚ/);
  });

  it('asks for a reason where only a person can know, and goes on when one is given', async () => {
    const { page } = await open('/note');
    await paste(bare, page, '#t', CATEGORY);
    await isHeard(page, 'lachan:warned');
    expect(await readValue(page)).toBe('');
    // In the notice: past the details of the reasons to the field, then the button that goes on.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Đề của năm trước');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await isHeard(page, 'lachan:continued');
    expect(await readValue(page)).toBe(CATEGORY);
  });
});

describe('the plug-in in an English page', () => {
  it('gives its reasons in English', async () => {
    const { page } = await open('/english');
    const say = () =>
      page.evaluate(async (text) => {
        const { LaChan } = window as unknown as {
          LaChan: { scan(item: string): Promise<{ findings: { words: string }[] }> };
        };
        return (await LaChan.scan(text)).findings[0]?.words ?? '';
      }, MARKED);
    const texts = JSON.parse(readFileSync(join(PLUGIN, 'la-chan.en.json'), 'utf8'));
    await expect.poll(say, { timeout: 5_000 }).toBe(texts.notice_found_marking.message);
  });
});

describe('the plug-in beside the extension', () => {
  let both: TestBrowser;

  beforeAll(async () => {
    both = await launchBrowser({ port: server.port });
  });
  afterAll(async () => both?.stop());

  it('steps back: one notice, no event of the plug-in, no second report', async () => {
    const before = reported().length;
    const { page } = await open('/note', both, 'eoffice.anphu.gov.vn');
    await paste(both, page, '#t', MARKED);
    await page.waitForSelector('html > div');
    expect(await page.$$eval('html > div', (notices) => notices.length)).toBe(1);
    expect(await readValue(page)).toBe('');
    expect(await heard(page)).toEqual([]);
    expect(reported()).toHaveLength(before);
  });

  it('lets a clean file through once, held and scanned by the extension alone', async () => {
    const { page, host } = await open('/file', both, 'tep.anphu.gov.vn');
    await choose(page, clean);
    expect(await arrives(host)).toBe(true);
    expect(await page.evaluate('seen')).toEqual(['input:true', 'change:true']);
    const workers = await page.evaluate(() =>
      performance.getEntriesByType('resource').filter(({ name }) => name.includes('la-chan-worker')),
    );
    expect(workers).toEqual([]);
  });

  it('does not step back where no guard of the extension stands', async () => {
    const { page } = await open('/note', both);
    await paste(both, page, '#t', MARKED);
    await isHeard(page, 'lachan:blocked');
    expect(await readValue(page)).toBe('');
  });

  it('cannot be used by a page to switch the extension off', async () => {
    const { page } = await open('/bare', both, 'xau.anphu.gov.vn');
    await page.evaluate(() => {
      // Everything a page could try with the question: asking, answering, stopping, pretending to be the plug-in.
      for (let i = 0; i < 50; i++) dispatchEvent(new Event('lachan-beside', { cancelable: true }));
      addEventListener('lachan-beside', (event) => event.stopImmediatePropagation(), true);
      Object.defineProperty(window, 'LaChan', { value: { protect() {} } });
    });
    await paste(both, page, '#t', MARKED);
    await page.waitForSelector('html > div');
    expect(await readValue(page)).toBe('');
  });

  it('is told nothing on public sites, where a page could learn who uses the product', async () => {
    const page = await both.open('https://chat.zalo.me/bare');
    expect(await page.evaluate(() => dispatchEvent(new Event('lachan-beside', { cancelable: true })))).toBe(
      true,
    );
  });
});
