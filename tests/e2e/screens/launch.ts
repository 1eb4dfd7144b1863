import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame, Page } from 'puppeteer';
import { build } from 'vite';
import type { NoticeModel } from '../../../src/content/notice/model.ts';
import { ROOT } from '../../architecture/source.ts';
import { launchBrowser } from '../../support/browser.ts';
import { startReceivingServer } from '../../support/receiving-server.ts';

/** A browser with a test extension: the product's texts and notice, and a content script that shows it on demand. */
export interface Stand {
  /** Opens a page with this HTML. */
  open(html: string): Promise<Page>;
  stop(): Promise<void>;
}

export async function launchStand(language: 'vi' | 'en' = 'vi'): Promise<Stand> {
  const folder = await mkdtemp(join(tmpdir(), 'la-chan-screens-'));
  await buildExtension(folder, language);
  const pages: string[] = [];
  const server = await startReceivingServer((_host, path) => {
    const body = pages[Number(path.slice(1))];
    return body === undefined ? null : { type: 'text/html; charset=utf-8', body };
  });
  const browser = await launchBrowser({ port: server.port, folder });
  return {
    open: (html) => browser.open(`https://office.example.vn/${pages.push(html) - 1}`),
    async stop() {
      await browser.stop();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function buildExtension(outDir: string, language: string): Promise<void> {
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    build: {
      outDir,
      lib: {
        entry: 'tests/e2e/screens/fixture.iife.ts',
        formats: ['iife'],
        name: 'fixture',
        fileName: () => 'fixture.js',
      },
      minify: false,
    },
  });
  // Alone and default, so that it is spoken whatever languages the browser was built with.
  await cp(join(ROOT, '_locales', language), join(outDir, '_locales', language), { recursive: true });
  const contentScript = {
    js: ['fixture.js'],
    matches: ['<all_urls>'],
    all_frames: true,
    match_about_blank: true,
    match_origin_as_fallback: true,
    run_at: 'document_start',
  };
  const manifest = {
    manifest_version: 3,
    name: '__MSG_productName__',
    version: '0.0.1',
    default_locale: language,
    background: { service_worker: 'worker.js' },
    content_scripts: [contentScript],
  };
  await writeFile(join(outDir, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(outDir, 'worker.js'), '');
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
  /** What the person did so far: `close`, `false-alarm`, `continue:<reason>`. */
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
