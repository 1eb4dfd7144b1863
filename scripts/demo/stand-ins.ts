import { createDecipheriv } from 'node:crypto';
import type { Page } from 'puppeteer';
import { html, type Received, type Served } from '../../tests/support/receiving-server.ts';

/** A local stand-in of a site people use: its page, how a person acts on it, and what its server understood. */
export interface StandIn {
  readonly name: string;
  readonly host: string;
  readonly page: Served;
  /** Puts the cursor where text goes, pastes with the keyboard and sends. */
  sendText(page: Page): Promise<void>;
  /** Picks a file in the page's own file chooser and sends it. */
  sendFile(page: Page, path: string): Promise<void>;
  /** Every text and every whole file that reached this site's server. */
  understand(received: readonly Received[]): {
    readonly texts: readonly string[];
    readonly files: readonly Buffer[];
  };
}

const KEY = 'la-chan-demo-key';
const frame = (title: string, hint: string, body: string): Served =>
  html(
    `<style>body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
      .box{border:1px solid #888;border-radius:6px;min-height:6rem;padding:.6rem}textarea,input[type=text]{width:100%;font:inherit;box-sizing:border-box}
      button{font:inherit;padding:.4rem .9rem;margin:.5rem .5rem .5rem 0}iframe.editor{width:100%;height:9rem;border:1px solid #888}.hint{color:#666}</style>
     <h1>${title}</h1><p class="hint">${hint}</p>${body}`,
    title,
  );

/** Zalo Web: a contenteditable sent by Enter; requests are encrypted by the page, files go up in chunks. */
const zalo: StandIn = {
  name: 'Zalo Web',
  host: 'chat.zalo.me',
  page: frame(
    'Zalo Web (bản mô phỏng)',
    'Dán hoặc gõ tin nhắn rồi bấm Enter. Kéo thả hoặc đính kèm tệp.',
    `<div id="richInput" class="box" contenteditable="true"></div><button id="attach">Đính kèm tệp</button><input id="file" type="file" multiple hidden>
     <script>(() => {
      const iv = new Uint8Array(16), bytes = (s) => new TextEncoder().encode(s);
      const encrypt = async (value) => {
        const key = await crypto.subtle.importKey('raw', bytes('${KEY}'), 'AES-CBC', false, ['encrypt']);
        const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-CBC', iv }, key, bytes(JSON.stringify(value))));
        return encodeURIComponent(btoa(String.fromCharCode(...sealed)));
      };
      const box = document.getElementById('richInput'), file = document.getElementById('file');
      box.addEventListener('keydown', async (e) => {
        if (e.key !== 'Enter' || e.shiftKey) return;
        e.preventDefault();
        const message = box.innerText.trim(); box.textContent = '';
        if (message) fetch('/api/message/sms?params=' + await encrypt({ message }), { method: 'POST' });
      });
      const upload = async (list) => { for (const f of list) {
        const id = crypto.randomUUID(), size = 65536, total = Math.ceil(f.size / size);
        for (let i = 0; i < total; i++) {
          const form = new FormData(); form.append('chunkContent', f.slice(i * size, (i + 1) * size), 'blob');
          await fetch('/api/message/asyncfile/upload?type=2&params=' + await encrypt({ id, chunk: i, total }), { method: 'POST', body: form });
        } } };
      document.getElementById('attach').onclick = () => file.click();
      file.onchange = () => upload([...file.files]);
      addEventListener('dragover', (e) => e.preventDefault());
      addEventListener('drop', (e) => { e.preventDefault(); upload([...e.dataTransfer.files]); });
     })()</script>`,
  ),
  async sendText(page) {
    await page.click('#richInput');
    await paste(page);
    await page.keyboard.press('Enter');
  },
  sendFile: (page, path) => choose(page, '#attach', path),
  understand(received) {
    const texts: string[] = [];
    const uploads = new Map<string, Buffer[]>();
    for (const { url, headers, body } of received) {
      const sealed = new URL(url, 'https://x').searchParams.get('params');
      if (!sealed) continue;
      const cipher = createDecipheriv('aes-128-cbc', KEY, Buffer.alloc(16));
      const params = JSON.parse(Buffer.concat([cipher.update(sealed, 'base64'), cipher.final()]).toString());
      if (params.message) texts.push(params.message);
      const [chunk] = readMultipart(headers['content-type'], body).files;
      if (chunk) uploads.set(params.id, [...(uploads.get(params.id) ?? []), chunk]);
    }
    return { texts, files: [...uploads.values()].map((chunks) => Buffer.concat(chunks)) };
  },
};

/** A webmail: the classic editor writes its own about:blank frame, drafts save themselves, attachments leave when picked. */
const webmail: StandIn = {
  name: 'Webmail',
  host: 'mail.google.com',
  page: frame(
    'Webmail (bản mô phỏng)',
    'Soạn thư, đính kèm tệp rồi bấm Gửi. Nháp tự lưu sau một giây.',
    `<input type="text" id="subject" placeholder="Tiêu đề"><iframe class="editor" id="body"></iframe>
     <button id="send">Gửi</button><button id="attach">Đính kèm</button><input id="file" type="file" multiple hidden>
     <script>(() => {
      const frame = document.getElementById('body'), d = frame.contentDocument;
      d.open(); d.write('<!doctype html><body contenteditable style="font:16px system-ui">'); d.close();
      const post = (path) => { const x = new XMLHttpRequest(); x.open('POST', path); x.setRequestHeader('content-type', 'application/json');
        x.send(JSON.stringify({ subject: document.getElementById('subject').value, text: d.body.innerText })); };
      let timer; d.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(() => post('/draft'), 1000); });
      document.getElementById('send').onclick = () => { clearTimeout(timer); post('/send'); };
      const file = document.getElementById('file');
      document.getElementById('attach').onclick = () => file.click();
      file.onchange = () => { for (const f of file.files) { const form = new FormData(); form.append('_attachments[]', f); const x = new XMLHttpRequest(); x.open('POST', '/upload'); x.send(form); } };
     })()</script>`,
  ),
  async sendText(page) {
    await page.click('#body');
    await paste(page);
    await page.click('#send');
  },
  sendFile: (page, path) => choose(page, '#attach', path),
  understand: (received) => ({
    texts: received
      .filter((r) => r.url === '/send')
      .map((r) => JSON.parse(r.body.toString()).text.trim())
      .filter(Boolean),
    files: received.flatMap((r) => readMultipart(r.headers['content-type'], r.body).files),
  }),
};

/** An E-Office: a classic form that a script submits into a hidden frame, so no submit event fires. */
const eOffice: StandIn = {
  name: 'E-Office',
  host: 'hoason.vnptioffice.vn',
  page: frame(
    'E-Office (bản mô phỏng)',
    'Đăng ký văn bản đến: nhập trích yếu, chọn tệp rồi bấm Lưu.',
    `<iframe name="result" hidden></iframe>
     <form id="form" method="post" action="/document/add" enctype="multipart/form-data" target="result">
      <p><textarea id="summary" name="summary" rows="6" placeholder="Trích yếu"></textarea></p><p><input id="file" type="file" name="file"></p></form>
     <button id="save">Lưu</button><script>document.getElementById('save').onclick = () => document.getElementById('form').submit()</script>`,
  ),
  async sendText(page) {
    await page.click('#summary');
    await paste(page);
    await page.click('#save');
  },
  async sendFile(page, path) {
    await choose(page, '#file', path);
    await wait(600);
    await page.click('#save');
  },
  understand(received) {
    const posts = received.map((r) => readMultipart(r.headers['content-type'], r.body));
    return {
      texts: posts.map((p) => p.fields.get('summary') ?? '').filter(Boolean),
      files: posts.flatMap((p) => p.files).filter((f) => f.length > 0),
    };
  },
};

/** A unit's website: an article form sent as JSON, and an upload list. */
const website: StandIn = {
  name: 'Trang web đơn vị',
  host: 'thcs-hoason.edu.vn',
  page: frame(
    'Quản trị trang web trường (bản mô phỏng)',
    'Viết bài rồi bấm Đăng bài. Chọn tệp để tải lên.',
    `<textarea id="content" rows="8" placeholder="Nội dung bài"></textarea><button id="publish">Đăng bài</button>
     <p><label>Tệp đính kèm: <input id="file" type="file" multiple></label></p>
     <script>(() => {
      document.getElementById('publish').onclick = () => fetch('/wp-json/posts', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ content: document.getElementById('content').value }) });
      document.getElementById('file').addEventListener('change', (e) => { for (const f of e.target.files) fetch('/media?name=' + encodeURIComponent(f.name), { method: 'POST', body: f }); });
     })()</script>`,
  ),
  async sendText(page) {
    await page.click('#content');
    await paste(page);
    await page.click('#publish');
  },
  sendFile: (page, path) => choose(page, '#file', path),
  understand: (received) => ({
    texts: received
      .filter((r) => r.url === '/wp-json/posts')
      .map((r) => JSON.parse(r.body.toString()).content)
      .filter(Boolean),
    files: received.filter((r) => r.url.startsWith('/media')).map((r) => r.body),
  }),
};

export const standIns: readonly StandIn[] = [zalo, webmail, eOffice, website];

/** Serves every stand-in under its real host name. */
export function serveStandIns(host: string, path: string): Served | null {
  if (path === '/clipboard') return html('');
  return path === '/' ? (standIns.find((s) => s.host === host)?.page ?? null) : null;
}

async function paste(page: Page): Promise<void> {
  await page.keyboard.down('Control');
  await page.keyboard.press('KeyV');
  await page.keyboard.up('Control');
  await wait(150);
}

async function choose(page: Page, selector: string, path: string): Promise<void> {
  const [chooser] = await Promise.all([page.waitForFileChooser({ timeout: 5000 }), page.click(selector)]);
  await chooser.accept([path]);
}

export const wait = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds));

/** The fields and files of a multipart body; empty for any other body. */
function readMultipart(
  type: string | undefined,
  body: Buffer,
): { fields: Map<string, string>; files: Buffer[] } {
  const fields = new Map<string, string>();
  const files: Buffer[] = [];
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)/i.exec(type ?? '')?.[1];
  const mark = Buffer.from(`--${boundary}`);
  for (let at = boundary ? body.indexOf(mark) : -1; at >= 0; ) {
    const end = body.indexOf(mark, at + mark.length);
    if (end < 0) break;
    const head = body.indexOf('\r\n\r\n', at);
    const data = body.subarray(head + 4, end - 2);
    const header = body.toString('utf8', at, head);
    if (/filename=/.test(header)) files.push(data);
    else fields.set(/name="([^"]*)"/.exec(header)?.[1] ?? '', data.toString('utf8'));
    at = end;
  }
  return { fields, files };
}
