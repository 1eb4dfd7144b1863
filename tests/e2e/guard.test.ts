import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElementHandle, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { type ReceivingServer, startReceivingServer } from '../support/receiving-server.ts';

const MARKED =
  'UBND HUYỆN AN PHÚ\nSố: 12/KH-UBND\nTUYỆT MẬT\nKẾ HOẠCH\nDiễn tập khu vực phòng thủ, mã hồ sơ KPT4417.';
const CLEAN =
  'UBND HUYỆN AN PHÚ\nSố: 12/KH-UBND\nKẾ HOẠCH\nTrồng cây đầu xuân, bảo mật thông tin, mã hồ sơ KPT4417.';
const LOG = `<script>window.seen=[];for(const t of ['input','change','drop','dragleave'])addEventListener(t,e=>seen.push(t+':'+e.isTrusted),true)</script>`;

const pages: Record<string, string> = {
  '/note': `<meta charset="utf-8">${LOG}<textarea id="t"></textarea><button id="go">Gửi</button><script>go.onclick=()=>fetch('/up',{method:'POST',body:t.value})</script>`,
  '/file': `<meta charset="utf-8">${LOG}<input type="file" id="f"><script>f.onchange=()=>fetch('/up',{method:'POST',body:f.files[0]})</script>`,
  '/drop': `<meta charset="utf-8">${LOG}<div id="z" style="width:300px;height:200px;background:#eee"></div><script>z.ondragover=e=>e.preventDefault();z.ondrop=e=>{e.preventDefault();for(const f of e.dataTransfer.files)fetch('/up?'+f.name,{method:'POST',body:f})}</script>`,
  '/timer': `<meta charset="utf-8"><textarea id="t"></textarea><script>
    const xor=s=>Uint8Array.from(new TextEncoder().encode(s),b=>b^90);let h;
    t.onkeyup=()=>{clearTimeout(h);h=setTimeout(()=>fetch('/up',{method:'POST',body:xor(t.value)}),200)}</script>`,
  '/editor': `<meta charset="utf-8"><iframe id="fr"></iframe><button id="go">Đăng</button><script>
    const d=fr.contentDocument;d.open();d.write('<body contenteditable><p><br></p></body>');d.close();
    go.onclick=()=>fetch('/up',{method:'POST',body:fr.contentDocument.body.innerText})</script>`,
  // A block editor: Enter makes a paragraph by script, the browser's own line break is refused; the draft saves itself, encrypted, half a second after a key.
  '/blocks': `<meta charset="utf-8"><div id="t" contenteditable><p><br></p></div><script>
    const xor=s=>Uint8Array.from(new TextEncoder().encode(s),b=>b^90);let h;
    t.onkeydown=e=>{if(e.key!=='Enter')return;e.preventDefault();const p=document.createElement('p');p.append(document.createElement('br'));
      t.append(p);getSelection().setPosition(p,0)};
    t.onbeforeinput=e=>{if(e.inputType==='insertParagraph')e.preventDefault()};
    t.oninput=()=>{clearTimeout(h);h=setTimeout(()=>fetch('/up',{method:'POST',body:xor(t.textContent)}),500)}</script>`,
  '/plain': `<meta charset="utf-8"><p id="p">x</p>`,
};

let server: ReceivingServer;
let test: TestBrowser;
let bare: TestBrowser;
const folder = mkdtempSync(join(tmpdir(), 'la-chan-guard-'));
const file = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const marked = file('ke-hoach.txt', MARKED);
const clean = file('thong-bao.txt', CLEAN);

const bodies = (host: string) =>
  server.received.filter((one) => one.host === host && one.url.startsWith('/up')).map((one) => one.body);
const arrives = (host: string, count = 1) => server.waitFor(() => bodies(host).length >= count, 8_000);
const nothingArrives = async (host: string) => {
  await server.waitFor(() => bodies(host).length > 0, 1_500);
  expect(bodies(host)).toEqual([]);
};
const paste = async (page: Page) => {
  await page.keyboard.down('Control');
  await page.keyboard.press('v');
  await page.keyboard.up('Control');
};
const choose = async (page: Page, path: string) => {
  const input = (await page.waitForSelector('#f')) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(path);
};
const type = async (page: Page, text: string) => {
  for (const letter of text) await page.keyboard.sendCharacter(letter);
};
const drop = async (page: Page, files: string[]) => {
  const cdp = await page.createCDPSession();
  for (const kind of ['dragEnter', 'dragOver', 'drop'] as const)
    await cdp.send('Input.dispatchDragEvent', {
      type: kind,
      x: 100,
      y: 100,
      data: { items: [], files, dragOperationsMask: 1 },
    });
};
let hosts = 0;
/** A guarded host of its own for each test, so that what arrives is its own. */
const newHost = () => `t${++hosts}.anphu.gov.vn`;

beforeAll(async () => {
  server = await startReceivingServer((_host, path) => {
    const body = pages[path.split('?')[0]!];
    return body ? { type: 'text/html', body } : null;
  });
  test = await launchBrowser({ port: server.port });
  bare = await launchBrowser({ port: server.port, extension: false });
});

afterAll(async () => {
  await test?.stop();
  await bare?.stop();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a block editor whose Enter is withheld', () => {
  const write = async (page: Page, head: string) => {
    await page.click('#t');
    await type(page, head);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await type(page, 'Hòa Sơn, ngày 3 tháng 5');
  };

  it('saves nothing although the next line joins on to the marking', async () => {
    const host = newHost();
    const page = await test.open(`https://${host}/blocks`);
    await write(page, 'TUYỆT MẬT');
    await new Promise((done) => setTimeout(done, 1_500));
    // What stood in the field before the marking was complete may leave.
    const saved = bodies(host).map((body) => Buffer.from(body.map((byte) => byte ^ 90)).toString());
    expect(saved.filter((text) => text.includes('MẬT') || text.includes('Hòa'))).toEqual([]);
    await page.close();
  });

  it('saves clean lines', async () => {
    const host = newHost();
    const page = await test.open(`https://${host}/blocks`);
    await write(page, 'THÔNG BÁO');
    expect(await arrives(host)).toBe(true);
    await page.close();
  });
});

describe('a guarded page', () => {
  it('cannot tell by its own world that it is guarded', async () => {
    const look = () => ({
      globals: Object.getOwnPropertyNames(window)
        .filter((name) => !name.startsWith('__puppeteer'))
        .sort(),
      attributes: [...document.documentElement.attributes].map(({ name }) => name),
      children: document.documentElement.children.length,
      shapes: [
        fetch,
        XMLHttpRequest.prototype.send,
        Blob,
        WebSocket,
        Function.prototype.toString,
        window.open,
      ].map((native) => [
        native.name,
        native.length,
        String(native),
        Object.getOwnPropertyNames(native).sort().join(),
      ]),
      constructors: [new Blob([]).constructor === Blob, Object.getPrototypeOf(File) === Blob],
    });
    const host = newHost();
    const guarded = await test.open(`https://${host}/plain`);
    const unguarded = await bare.open(`https://${host}/plain`);
    expect(await guarded.evaluate(look)).toEqual(await unguarded.evaluate(look));
  });

  it('hears of a chosen clean file by the same trusted events as without the guard', async () => {
    const host = newHost();
    const page = await test.open(`https://${host}/file`);
    await choose(page, clean);
    expect(await arrives(host)).toBe(true);
    expect(bodies(host)[0]?.toString()).toBe(CLEAN);
    expect(await page.evaluate('seen')).toEqual(['input:true', 'change:true']);
    expect(await page.$eval('#f', (input) => input.outerHTML)).toBe('<input type="file" id="f">');
  });

  it('is left with an empty input when a file is refused, and takes the next one', async () => {
    const host = newHost();
    const page = await test.open(`https://${host}/file`);
    await choose(page, marked);
    await nothingArrives(host);
    expect(await page.evaluate('[f.value, seen.length]')).toEqual(['', 0]);
    await choose(page, clean);
    expect(await arrives(host)).toBe(true);
  });

  it('gets a small clean drop untouched, and of a refused one that the drag has left', async () => {
    const host = newHost();
    const page = await test.open(`https://${host}/drop`);
    await drop(page, [clean]);
    expect(await arrives(host)).toBe(true);
    expect(await page.evaluate('seen')).toEqual(['drop:true']);
    await drop(page, [marked]);
    await page.waitForFunction(`seen.includes('dragleave:false')`);
    expect(bodies(host)).toHaveLength(1);
  });

  it('gets the clean files of a mixed drop', async () => {
    const host = newHost();
    const page = await test.open(`https://${host}/drop`);
    await drop(page, [marked, clean]);
    expect(await arrives(host)).toBe(true);
    expect(bodies(host).map(String)).toEqual([CLEAN]);
  });

  it('reads the text before the marking from a marked field, and all of it once the marking is gone', async () => {
    const host = newHost();
    const page = await test.open(`https://${host}/timer`);
    await page.click('#t');
    await type(page, 'Độ mật: TUYỆT MẬT');
    await type(page, '. Mã KPT4417');
    await server.waitFor(() => false, 700);
    const read = () => bodies(host).map((body) => Buffer.from(body.map((byte) => byte ^ 90)).toString());
    expect(read().join('\n')).not.toMatch(/TUYỆT MẬT|KPT4417/);
    for (let i = 0; i < '. Mã KPT4417'.length + 9; i++) await page.keyboard.press('Backspace');
    await type(page, 'Thường');
    await page.keyboard.press('Shift');
    expect(await server.waitFor(() => read().includes('Độ mật: Thường'), 4_000)).toBe(true);
  });

  it('reads nothing from a marked field that it has emptied itself', async () => {
    const page = await test.open(`https://${newHost()}/timer`);
    await page.click('#t');
    await type(page, 'Kính gửi. Độ mật: TUYỆT MẬT');
    const read = () => page.$eval('#t', (field) => (field as HTMLTextAreaElement).value);
    await expect.poll(read).not.toContain('MẬT');
    expect(await read()).toContain('Kính gửi');
    await page.$eval('#t', (field) => {
      (field as HTMLTextAreaElement).value = '';
    });
    expect(await read()).toBe('');
  });

  it('cannot send what an editor holds whose frame was re-opened', async () => {
    const host = newHost();
    const page = await test.open(`https://${host}/editor`);
    const frame = await (await page.waitForSelector('iframe'))!.contentFrame();
    await test.copy({ text: MARKED });
    await frame.click('p');
    await paste(page);
    await page.click('#go');
    await server.waitFor(() => bodies(host).length > 0, 1_500);
    expect(bodies(host).join('')).not.toMatch(/MẬT|KPT4417/);
  });

  it('never gets the second half of a marking', async () => {
    const host = newHost();
    const page = await test.open(`https://${host}/note`);
    await page.click('#t');
    await test.copy({ text: 'Độ mật: TUYỆT M' });
    await paste(page);
    await test.copy({ text: 'ẬT. Mã KPT4417' });
    await paste(page);
    expect(await page.$eval('#t', (field) => (field as HTMLTextAreaElement).value)).toBe('Độ mật: TUYỆT M');
  });
});

describe('a page that is not guarded', () => {
  it('sends what it likes', async () => {
    const host = 'tin-tuc.example.com';
    const page = await test.open(`https://${host}/file`);
    await choose(page, marked);
    expect(await arrives(host)).toBe(true);
    expect(await page.evaluate('seen')).toEqual(['input:true', 'change:true']);
  });
});
