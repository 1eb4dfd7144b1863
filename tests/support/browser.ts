import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer';

/** The folder of the built extension. */
export const EXTENSION = resolve(import.meta.dirname, '../../dist/chromium');

export interface TestBrowser {
  readonly browser: Browser;
  /** The extension's id; empty when it was started without the extension. */
  readonly extensionId: string;
  /** Opens a page with the focus, as a person's front tab has. */
  open(url: string): Promise<Page>;
  /** Puts text (and HTML) on this browser's real clipboard. */
  copy(content: { text: string; html?: string }): Promise<void>;
  stop(): Promise<void>;
}

export interface LaunchOptions {
  /** Port of the receiving server that plays every host. */
  readonly port: number;
  /** False starts the browser bare, for comparison. */
  readonly extension?: boolean;
  /** True lets a bare browser install the extension later. */
  readonly installable?: boolean;
  /** The browser to start, when it is another than the system's: one that sees policies of its own. */
  readonly executable?: string;
  /** True waits for an extension that policy installs; updates from the host that policy names are let through. */
  readonly managed?: boolean;
  readonly headless?: boolean;
  /** Language of the browser's own screens, such as `vi`, where the browser has it installed; else the machine's. */
  readonly language?: string;
  readonly folder?: string;
  /** A profile that outlives the browser, and that the caller removes; else each start has a new one. */
  readonly profile?: string;
  readonly args?: readonly string[];
}

/** Hosts that Chromium itself calls, whatever its flags say; their requests are no page's and must not reach the record. */
const BROWSERS_OWN = [
  'accounts.google.com',
  'clients*.google.com',
  'android.clients.google.com',
  '*.gvt1.com',
  'update.googleapis.com',
  'safebrowsing.googleapis.com',
  'content-autofill.googleapis.com',
  'optimizationguide-pa.googleapis.com',
];

/** Without these a browser installs nothing that policy asks for. */
const UPDATERS = ['--disable-background-networking', '--disable-component-update'];

/** Starts the system's browser with a profile of its own, every host mapped to the receiving server, and the built extension. */
export async function launchBrowser(options: LaunchOptions): Promise<TestBrowser> {
  const { port, extension = true, headless = true, folder = EXTENSION } = options;
  const { managed = false } = options;
  if (extension && !managed && !existsSync(join(folder, 'manifest.json')))
    throw new Error('The extension is not built: run npm run build first.');
  const profile = options.profile ?? mkdtempSync(join(tmpdir(), 'la-chan-profile-'));
  const browser = await puppeteer.launch({
    // Without a locale of UTF-8 the browser opens no file with a Vietnamese name.
    env: { LANG: 'C.UTF-8', ...process.env, ...(options.language ? { LANGUAGE: options.language } : {}) },
    executablePath: options.executable ?? process.env.LACHAN_BROWSER ?? '/usr/bin/chromium',
    headless,
    pipe: true,
    userDataDir: profile,
    defaultViewport: headless ? { width: 1100, height: 760 } : null,
    ...(managed
      ? { enableExtensions: true, ignoreDefaultArgs: UPDATERS }
      : extension
        ? { enableExtensions: [folder] }
        : options.installable
          ? { enableExtensions: true }
          : {}),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--no-first-run',
      ...(managed ? [] : UPDATERS),
      '--disable-sync',
      '--disable-popup-blocking',
      '--ignore-certificate-errors',
      `--host-resolver-rules=${[...BROWSERS_OWN.map((host) => `MAP ${host} ~NOTFOUND`), `MAP *:443 127.0.0.1:${port}`].join(', ')}`,
      ...(options.language ? [`--lang=${options.language}`] : []),
      ...(options.args ?? []),
    ],
  });
  const extensionId = extension ? await findExtension(browser) : '';
  let clipboard: Page | undefined;

  return {
    browser,
    extensionId,
    async open(url) {
      const page = await browser.newPage();
      await giveFocus(page);
      await page.goto(url);
      return page;
    },
    async copy(content) {
      clipboard ??= await openClipboardPage(browser);
      await clipboard.evaluate(async ({ text, html }) => {
        const parts: Record<string, Blob> = { 'text/plain': new Blob([text], { type: 'text/plain' }) };
        if (html !== undefined) parts['text/html'] = new Blob([html], { type: 'text/html' });
        await navigator.clipboard.write([new ClipboardItem(parts)]);
      }, content);
    },
    async stop() {
      await browser.close().catch(() => {});
      if (options.profile === undefined)
        rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** Headless pages count as unfocused; a real front tab does not. */
async function giveFocus(page: Page): Promise<void> {
  const session = await page.createCDPSession();
  await session.send('Emulation.setFocusEmulationEnabled', { enabled: true });
}

async function findExtension(browser: Browser): Promise<string> {
  const target = await browser.waitForTarget(
    (t) => t.type() === 'service_worker' && t.url().startsWith('chrome-extension://'),
    { timeout: 20_000 },
  );
  return new URL(target.url()).host;
}

/** A page outside the guarded sites that may write the clipboard. */
async function openClipboardPage(browser: Browser): Promise<Page> {
  const origin = 'https://clipboard.example.com';
  const root = await browser.target().createCDPSession();
  for (const name of ['clipboard-read', 'clipboard-write']) {
    await root.send('Browser.setPermission', { permission: { name }, setting: 'granted', origin });
  }
  const page = await browser.newPage();
  await giveFocus(page);
  await page.goto(`${origin}/clipboard`);
  return page;
}
