import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import puppeteer, { type Browser, type Frame, type Page } from 'puppeteer';
import { build } from 'vite';
import type { NoticeModel } from '../../../src/content/notice/model.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

/** A browser with a test extension: the product's texts and notice, and a content script that shows it on demand. */
export interface Stand {
  readonly browser: Browser;
  /** Opens a page with this HTML. */
  open(html: string): Promise<Page>;
  close(): Promise<void>;
}

/** The browser of the machine; `CHROMIUM` names another. */
export const executablePath = process.env.CHROMIUM ?? '/usr/lib/chromium/chromium';

export async function launchStand(language: 'vi' | 'en' = 'vi'): Promise<Stand> {
  const folder = await mkdtemp(join(tmpdir(), 'la-chan-screens-'));
  await buildExtension(join(folder, 'extension'), language);
  const pages = new Map<string, string>();
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(pages.get(request.url ?? '') ?? '<!doctype html><title>empty</title>');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const browser = await puppeteer.launch({
    executablePath,
    headless: true,
    pipe: true,
    enableExtensions: [join(folder, 'extension')],
    args: ['--no-sandbox'],
  });
  return {
    browser,
    async open(html) {
      const path = `/${pages.size}`;
      pages.set(path, html);
      const page = await browser.newPage();
      await page.goto(`http://localhost:${port}${path}`);
      return page;
    },
    async close() {
      await browser.close();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function buildExtension(out: string, language: string): Promise<void> {
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    build: {
      outDir: out,
      lib: {
        entry: 'tests/e2e/screens/fixture.iife.ts',
        formats: ['iife'],
        name: 'fixture',
        fileName: () => 'fixture.js',
      },
      minify: false,
    },
  });
  await mkdir(out, { recursive: true });
  // Alone and default, so that it is spoken whatever languages the browser was built with.
  await cp(join(ROOT, '_locales', language), join(out, '_locales', language), { recursive: true });
  const manifest = {
    manifest_version: 3,
    name: '__MSG_productName__',
    version: '0.0.1',
    default_locale: language,
    content_scripts: [
      {
        js: ['fixture.js'],
        matches: ['<all_urls>'],
        all_frames: true,
        match_about_blank: true,
        match_origin_as_fallback: true,
        run_at: 'document_start',
      },
    ],
  };
  await writeFile(join(out, 'manifest.json'), JSON.stringify(manifest));
}

interface Fixture {
  noticeFixture: {
    show(model: NoticeModel): void;
    update(model: NoticeModel): void;
    close(): void;
    answers: string[];
  };
}

/** What a test asks of the content script in a page or frame. */
export interface Remote {
  show(model: NoticeModel): Promise<void>;
  update(model: NoticeModel): Promise<void>;
  close(): Promise<void>;
  answers(): Promise<readonly string[]>;
}

export function remoteOf(place: Page | Frame): Remote {
  const realm = () => {
    const first = place.extensionRealms()[0];
    if (!first) throw new Error('the test extension has no content script here');
    return first;
  };
  const call = (name: 'show' | 'update', model: NoticeModel) =>
    realm().evaluate(
      (method, value) => (globalThis as unknown as Fixture).noticeFixture[method](value),
      name,
      model,
    );
  return {
    show: (model) => call('show', model),
    update: (model) => call('update', model),
    close: () => realm().evaluate(() => (globalThis as unknown as Fixture).noticeFixture.close()),
    answers: () => realm().evaluate(() => (globalThis as unknown as Fixture).noticeFixture.answers),
  };
}
