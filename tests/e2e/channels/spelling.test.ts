import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXTENSION, launchBrowser, type TestBrowser } from '../../support/browser.ts';
import { html, type ReceivingServer, startReceivingServer } from '../../support/receiving-server.ts';
import { makeSpellingDictionary } from '../../support/spelling-dictionary.ts';

const LETTER = { width: 18, height: 40 };
/** Tells its server of every change, as a draft that saves itself. */
const PAGE =
  html(`<textarea id="t" lang="en" spellcheck="true" style="position:absolute;left:0;top:0;width:600px;height:300px;padding:0;border:0;font:30px/${LETTER.height}px monospace"></textarea>
  <script>t.oninput = (e) => fetch('/luu', { method: 'POST', body: e.inputType + ': ' + t.value });</script>`);

let server: ReceivingServer;
let screen: ChildProcess;
let test: TestBrowser;
let page: Page;
let session: CDPSession;
let profile: string | undefined;

function isInstalled(command: string): boolean {
  try {
    execFileSync('which', [command]);
    return true;
  } catch {
    return false;
  }
}

/** Starts a screen that nobody sees; its name, once it is there. */
async function startScreen(): Promise<string> {
  screen = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1200x900x24'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [number] = await once(screen.stdout!, 'data');
  return `:${String(number).trim()}`;
}

/** What a person sees in the field, which the page's own scripts may not. */
async function seen(): Promise<string> {
  const { frameTree } = await session.send('Page.getFrameTree');
  const { executionContextId: contextId } = await session.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
  });
  const { result } = await session.send('Runtime.evaluate', {
    contextId,
    expression: 'document.getElementById("t").value',
  });
  return result.value;
}

/** Types two lines, the second of two words, and has the browser replace the second one, by the first line of its menu. */
async function replaceSpelling(words: string, replaced: string): Promise<void> {
  await expect
    .poll(
      async () => {
        await page.keyboard.press('Escape');
        await page.click('#t');
        await page.keyboard.down('Control');
        await page.keyboard.press('KeyA');
        await page.keyboard.up('Control');
        await page.keyboard.type(`MEMO\n${words}\nMEMO`);
        // The checker looks at words when the person has paused; nothing tells when it is done.
        await new Promise((done) => setTimeout(done, 2000));
        const { x, y } = await page.evaluate(() => ({ x: screenX, y: screenY + outerHeight - innerHeight }));
        const point = [x + 6.5 * LETTER.width, y + 1.5 * LETTER.height].map((at) => `${Math.round(at)}`);
        execFileSync('xdotool', ['mousemove', ...point, 'click', '3']);
        await new Promise((done) => setTimeout(done, 500));
        execFileSync('xdotool', ['key', '--delay', '150', 'Down', 'Return']);
        await new Promise((done) => setTimeout(done, 300));
        return seen();
      },
      { timeout: 40_000 },
    )
    .toBe(`MEMO\n${replaced}\nMEMO`);
}

const saved = () => server.received.filter(({ url }) => url === '/luu').map(({ body }) => String(body));

describe.skipIf(!isInstalled('xdotool') || !isInstalled('Xvfb'))(
  'a spelling that the browser replaces',
  () => {
    beforeAll(async () => {
      server = await startReceivingServer((_, path) => (path === '/' ? PAGE : null));
      process.env.DISPLAY = await startScreen();
      profile = mkdtempSync(join(tmpdir(), 'la-chan-spelling-'));
      for (const folder of ['Dictionaries', 'Default']) mkdirSync(join(profile, folder));
      const dictionary = makeSpellingDictionary(['MEMO', 'PAPER', 'SECRET', 'TOP']);
      writeFileSync(join(profile, 'Dictionaries/en-US-10-2.bdic'), dictionary);
      writeFileSync(
        join(profile, 'Default/Preferences'),
        JSON.stringify({
          browser: { enable_spellchecking: true },
          spellcheck: { dictionaries: ['en-US'] },
          intl: { accept_languages: 'en-US,en', selected_languages: 'en-US,en' },
        }),
      );
      test = await launchBrowser({
        port: server.port,
        headless: false,
        profile,
        folder: process.env.LACHAN_OUT ?? EXTENSION,
        args: ['--lang=en-US', '--window-position=0,0', '--window-size=1100,800'],
      });
      page = await test.open('https://chat.zalo.me/');
      session = await page.createCDPSession();
      await page.bringToFront();
    });
    afterAll(async () => {
      await test?.stop();
      await server?.stop();
      screen?.kill();
      if (profile) rmSync(profile, { recursive: true, force: true });
    });

    it('reaches the page when it is clean', async () => {
      await replaceSpelling('TOP PAEPR', 'TOP PAPER');
      expect(saved()).toContain('insertReplacementText: MEMO\nTOP PAPER\nMEMO');
    });

    it('reaches neither page nor server when it completes a marking', async () => {
      await replaceSpelling('TOP SERCET', 'TOP SECRET');
      expect(await page.$eval('#t', (field) => (field as HTMLTextAreaElement).value)).not.toContain('SECRET');
      expect(saved().filter((body) => body.includes('SECRET'))).toEqual([]);
    });
  },
);
