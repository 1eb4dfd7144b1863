import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CDPSession, Page, Protocol } from 'puppeteer';
import type { Certificate } from '../../src/certificate/certificate.ts';

/** The pre-check page as a person works with it: keys, choosers and drags of the browser itself. */
export interface PrecheckPage {
  readonly page: Page;
  readonly session: CDPSession;
  /** Addresses that the page and its workers asked for, beyond the package and the page's own memory. */
  readonly requests: readonly string[];
  /** Presses the button with these words and picks in the chooser that opens. */
  choose(words: string, paths: readonly string[]): Promise<void>;
  /** Drops files or folders from the desktop. */
  drop(paths: readonly string[]): Promise<void>;
  press(words: string): Promise<void>;
  /** Waits until nothing is being checked, and gives name and result of each item that is listed. */
  results(): Promise<Record<string, string>>;
  words(): Promise<string>;
  /** Presses the button with these words and gives the text of the file that is saved. */
  saved(words: string, folder: string): Promise<string>;
  certificate(folder: string): Promise<Certificate>;
}

export const vi: Record<string, { message: string }> = JSON.parse(
  await readFile(join(import.meta.dirname, '../../_locales/vi/messages.json'), 'utf8'),
);
export const en: typeof vi = JSON.parse(
  await readFile(join(import.meta.dirname, '../../_locales/en/messages.json'), 'utf8'),
);

/** Drives an open pre-check page that speaks the texts of `texts`. */
export async function drivePrecheck(page: Page, texts: typeof vi): Promise<PrecheckPage> {
  const say = (key: string) => texts[key]!.message;
  const requests: string[] = [];
  page.on('request', (request) => {
    if (!/^(?:chrome-extension|blob|data):/.test(request.url())) requests.push(request.url());
  });
  const session = await page.createCDPSession();
  await page.waitForSelector('#text');
  const driven: PrecheckPage = {
    page,
    session,
    requests,
    async choose(words, paths) {
      const [chooser] = await Promise.all([page.waitForFileChooser(), driven.press(words)]);
      await chooser.accept([...paths]);
    },
    async drop(paths) {
      const data: Protocol.Input.DragData = { items: [], files: [...paths], dragOperationsMask: 1 };
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
        await session.send('Input.dispatchDragEvent', { type, x: 300, y: 200, data });
    },
    async press(words) {
      const button = await page.waitForSelector(`::-p-xpath(//button[normalize-space()="${words}"])`);
      await button!.click();
    },
    async results() {
      await page.waitForFunction(
        (waiting) =>
          document.querySelector('.items') &&
          !document.querySelector('progress') &&
          !waiting.some((word) => document.querySelector('.items')?.textContent?.includes(word)),
        { timeout: 60_000, polling: 50 },
        [say('precheck_state_waiting'), say('precheck_state_checking')],
      );
      return page.$$eval('.items > li', (items) =>
        Object.fromEntries(
          items.map((item) => [
            item.querySelector('.name')?.textContent ?? '',
            item.querySelector('.tag')?.textContent?.trim() ?? '',
          ]),
        ),
      );
    },
    words: () => page.$eval('body', (body) => body.textContent ?? ''),
    async saved(words, folder) {
      const browser = await page.browser().target().createCDPSession();
      await browser.send('Browser.setDownloadBehavior', {
        behavior: 'allow',
        downloadPath: folder,
        eventsEnabled: true,
      });
      const name = new Promise<string>((done) => {
        let suggested = '';
        browser.on('Browser.downloadWillBegin', (event) => {
          suggested = event.suggestedFilename;
        });
        browser.on('Browser.downloadProgress', (event) => {
          if (event.state === 'completed') done(suggested);
        });
      });
      await driven.press(words);
      const text = await readFile(join(folder, await name), 'utf8');
      await browser.detach();
      return text;
    },
    certificate: async (folder) => JSON.parse(await driven.saved(say('precheck_save'), folder)),
  };
  return driven;
}
