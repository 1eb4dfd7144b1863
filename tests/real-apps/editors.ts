import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { Page } from 'puppeteer';
import type { TestBrowser } from '../support/browser.ts';
import { PLUGIN } from '../support/plugin-files.ts';
import { choose, closeNotice, dropFile, find, paste, press, type } from './acting.ts';
import type { App, Channel, Stored } from './app.ts';
import { copyFromGuide } from './guide.ts';
import { installNpmPackage } from './install.ts';
import { wait } from './processes.ts';
import type { FileKind, Sample } from './samples.ts';

const HOST = 'soanthao.hoason.edu.vn';
const CHUNK = '512kb';

/** Editors and uploaders as their makers publish them, in a small system of ours that carries the plug-in. */
export async function startEditors(): Promise<App> {
  const made = makePages();
  const stored: Stored[] = [];
  const chunks = new Map<string, Buffer[]>();
  let tag = '';
  const server = createServer((request, response) => void answer(request, response));
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    if (request.method === 'POST') {
      keep(path, await readForm(request), stored, chunks);
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><p id="saved">');
      return;
    }
    const page = made.pages[path.slice(1)];
    const file = page
      ? Buffer.from(`<!doctype html><html><head><meta charset="utf-8">${tag}${page}`)
      : made.file(path);
    response.writeHead(file ? 200 : 404, { 'content-type': page ? 'text/html' : typeOf(path) });
    response.end(file ?? '');
  };
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    name: 'editors',
    host: HOST,
    port: (server.address() as AddressInfo).port,
    channels,
    logIn: async () => {},
    protect(unit) {
      tag = copyFromGuide('The script tag', 'html', {
        'https://lachan.anphu.gov.vn': `https://${unit.host}`,
        'KHOA-CUA-TRANG': unit.siteKey,
        'https://www.anphu.gov.vn': `https://${HOST}`,
      });
    },
    readStored: async () => [...stored],
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

interface Editor {
  readonly name: string;
  /** Where a person clicks to write; in a frame for editors that have one. */
  readonly body: string;
}

const EDITORS: readonly Editor[] = [
  { name: 'tinymce', body: 'iframe.tox-edit-area__iframe' },
  { name: 'ckeditor4', body: 'iframe.cke_wysiwyg_frame' },
  { name: 'ckeditor5', body: '.ck-editor__editable' },
];

const channels: readonly Channel[] = [
  ...EDITORS.flatMap(({ name, body }): Channel[] => [
    {
      name: `${name}: paste, save`,
      place: 'post',
      carries: 'text',
      async act(test, sample) {
        const page = await openEditor(test, name, body, sample);
        await paste(page);
        await save(page, sample);
      },
      async afterRefusal(test, marked, clean) {
        const page = await openEditor(test, name, body, marked);
        await paste(page);
        await closeNotice(page, marked);
        await test.copy({ text: clean.text, html: clean.html });
        await page.bringToFront();
        await page.click(body);
        await paste(page);
        await save(page, clean);
      },
    },
    {
      name: `${name}: type, save`,
      place: 'post',
      carries: 'text',
      async act(test, sample) {
        const page = await openEditor(test, name, body, sample);
        await type(page, sample.lines);
        await save(page, sample);
      },
    },
    {
      name: `${name}: set by the page's own code that asks first, save`,
      place: 'post',
      asks: true,
      carries: 'text',
      async act(test, sample) {
        const page = await openEditor(test, name, body, sample);
        await page.evaluate((html) => (window as unknown as EditorPage).setChecked(html), sample.html);
        await save(page, sample);
      },
    },
  ]),
  ...(['docx', 'pdf', 'large'] as const).map(
    (kind): Channel => ({
      name: `plupload: ${kind} by chooser${kind === 'large' ? ', in chunks' : ''}`,
      place: 'upload',
      carries: kind,
      async act(test, sample) {
        const page = await test.open(`https://${HOST}/plupload`);
        await page.bringToFront();
        await choose(page, await find(page, '#browse'), sample.files[kind].path);
        if (sample.marked) await closeNotice(page, sample);
      },
    }),
  ),
  {
    name: 'plupload: docx by drop',
    place: 'upload',
    carries: 'docx',
    async act(test, sample) {
      const page = await test.open(`https://${HOST}/plupload`);
      await page.bringToFront();
      await dropFile(page, await find(page, '#drop'), sample.files.docx.path);
    },
  },
  {
    name: 'plupload: docx that the page’s own code adds and asks about',
    place: 'upload',
    asks: true,
    carries: 'docx',
    async act(test, sample) {
      const page = await test.open(`https://${HOST}/plupload-asks`);
      await addByCode(page, sample, 'docx');
    },
  },
  {
    name: 'ckeditor5: file through the upload adapter that asks',
    place: 'upload',
    asks: true,
    carries: 'docx',
    async act(test, sample) {
      const page = await openEditor(test, 'ckeditor5', '.ck-editor__editable', sample);
      await addByCode(page, sample, 'docx');
    },
  },
];

interface EditorPage {
  setChecked(html: string): Promise<void>;
  addByCode(file: File): void;
}

async function openEditor(test: TestBrowser, name: string, body: string, sample: Sample): Promise<Page> {
  const page = await test.open(`https://${HOST}/${name}`);
  await test.copy({ text: sample.text, html: sample.html });
  await page.bringToFront();
  await find(page, body);
  await wait(800);
  await page.click(body);
  return page;
}

async function save(page: Page, sample: Sample): Promise<void> {
  await closeNotice(page, sample);
  await page.click('#go');
  if (sample.marked) await press(page, 'Escape');
}

/** What a page does that makes files itself: a scan from a camera, a draft out of its own database. */
async function addByCode(page: Page, sample: Sample, kind: FileKind): Promise<void> {
  await page.waitForFunction('window.addByCode');
  const { bytes } = sample.files[kind];
  await page.evaluate((text) => {
    const binary = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    (window as unknown as EditorPage).addByCode(new File([binary], 'bao-cao.docx'));
  }, bytes.toString('base64'));
}

/** The pages, each with the code that the guide gives for its editor. */
function makePages() {
  const homes: Record<string, string> = {};
  const install = (name: string, version: string) => {
    homes[name] = join(installNpmPackage(name, version), 'node_modules', name);
    return `/npm/${name}/`;
  };
  const tinymce = install('tinymce', '7.9.1');
  // The last one that its makers gave away.
  const ckeditor4 = install('ckeditor4', '4.22.1');
  const ckeditor5 = install('@ckeditor/ckeditor5-build-classic', '44.3.0');
  const plupload = install('plupload', '2.3.9');
  const editors = copyFromGuide('TinyMCE, CKEditor 4 and 5', 'js');
  const form = (setUp: string) =>
    `<form method="post" action="/save"><textarea id="t" name="body"></textarea><button id="go">Lưu</button></form><script>
    ${editors}
    ${setUp}</script>`;
  // Without the plug-in there is nobody to ask.
  const withoutPlugin = '<script>window.LaChan ??= { scan: async () => ({ action: "allow" }) };</script>';
  const uploader = (
    more: string,
  ) => `${withoutPlugin}<script src="${plupload}js/plupload.full.min.js"></script>
    <button id="browse">Chọn</button><div id="drop" style="width:300px;height:120px;background:#dee">Thả vào đây</div><script>
    const uploader = new plupload.Uploader({ browse_button: 'browse', drop_element: 'drop', url: '/upload',
      runtimes: 'html5', chunk_size: '${CHUNK}' });
    uploader.init();
    uploader.bind('FilesAdded', () => setTimeout(() => uploader.start(), 50));
    ${more}
    window.addByCode = (file) => uploader.addFile(file);</script>`;
  const pages: Record<string, string> = {
    tinymce: `${withoutPlugin}<script src="${tinymce}tinymce.min.js"></script>${form(`
      tinymce.init({ selector: '#t', license_key: 'gpl', promotion: false, entity_encoding: 'raw' });
      window.setChecked = (html) => askFirst(html, () => tinymce.activeEditor.setContent(html));`)}`,
    ckeditor4: `${withoutPlugin}<script src="${ckeditor4}ckeditor.js"></script>${form(`
      CKEDITOR.replace('t', { entities: false, versionCheck: false });
      window.setChecked = (html) => askFirst(html, () => CKEDITOR.instances.t.setData(html));`)}`,
    ckeditor5: `${withoutPlugin}<script src="${ckeditor5}build/ckeditor.js"></script>${form(`
      ClassicEditor.create(document.querySelector('#t'), { licenseKey: 'GPL', extraPlugins: [AskingUploads] }).then((editor) => {
        window.setChecked = (html) => askFirst(html, () => editor.setData(html));
        window.addByCode = (file) => editor.plugins.get('FileRepository').createLoader(file).upload().catch(() => {});
      });`)}`,
    plupload: uploader(''),
    'plupload-asks': uploader(copyFromGuide('plupload', 'js')),
  };
  return {
    pages,
    file(path: string): Buffer | null {
      const wanted = normalize(path);
      if (wanted.startsWith('/la-chan/')) return readWhole(join(PLUGIN, wanted.slice('/la-chan/'.length)));
      const name = Object.keys(homes).find((each) => wanted.startsWith(`/npm/${each}/`));
      return name ? readWhole(join(homes[name]!, wanted.slice(`/npm/${name}/`.length))) : null;
    },
  };
}

/** A saved text, or a piece of a file; a file counts when its last piece is there. */
function keep(path: string, form: FormData, stored: Stored[], chunks: Map<string, Buffer[]>): void {
  void (async () => {
    if (path === '/save') stored.push({ place: 'post', content: String(form.get('body') ?? '') });
    const file = form.get('file') ?? form.get('upload');
    if (!(file instanceof File)) return;
    const name = String(form.get('name') ?? file.name);
    const pieces = [...(chunks.get(name) ?? []), Buffer.from(await file.arrayBuffer())];
    chunks.set(name, pieces);
    const [chunk, all] = ['chunk', 'chunks'].map((each) => Number(form.get(each) ?? Number.NaN));
    if (Number.isNaN(all) || chunk === all! - 1) {
      stored.push({ place: 'upload', content: Buffer.concat(pieces) });
      chunks.delete(name);
    }
  })();
}

async function readForm(request: IncomingMessage): Promise<FormData> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  return new Response(Buffer.concat(parts), { headers }).formData();
}

function readWhole(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

function typeOf(path: string): string {
  const types: Readonly<Record<string, string>> = {
    '.js': 'text/javascript',
    '.mjs': 'text/javascript',
    '.css': 'text/css',
    '.json': 'application/json',
    '.svg': 'image/svg+xml',
  };
  return types[extname(path)] ?? 'application/octet-stream';
}
