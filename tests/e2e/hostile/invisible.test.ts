import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type TestBrowser } from '../../support/browser.ts';
import { html, type ReceivingServer, startReceivingServer } from '../../support/receiving-server.ts';

const PAGE = html('<textarea id="t"></textarea><button id="go">Gửi</button>');
let server: ReceivingServer;
let guarded: TestBrowser;
let bare: TestBrowser;

/** What a page can find out by itself, measured in the same page with and without the extension. */
async function inBoth<T>(look: (page: Page) => Promise<T>): Promise<{ guarded: T; bare: T }> {
  const answers: T[] = [];
  for (const browser of [guarded, bare]) {
    const page = await browser.open('https://chat.zalo.me/');
    answers.push(await look(page));
    await page.close();
  }
  return { guarded: answers[0]!, bare: answers[1]! };
}

beforeAll(async () => {
  server = await startReceivingServer((_, path) => (path === '/' || path === '/clipboard' ? PAGE : null));
  const folder = process.env.LACHAN_OUT;
  guarded = await launchBrowser({ port: server.port, ...(folder ? { folder } : {}) });
  bare = await launchBrowser({ port: server.port, extension: false });
});

afterAll(async () => {
  await guarded?.stop();
  await bare?.stop();
  await server?.stop();
});

describe('a page that looks for the guard', () => {
  it('finds no name on its window that a bare browser lacks', async () => {
    const seen = await inBoth((page) =>
      page.evaluate(() =>
        [
          ...Object.getOwnPropertyNames(window),
          ...Object.getOwnPropertyNames(document),
          ...Object.getOwnPropertySymbols(window).map(String),
        ]
          .filter((name) => !/^\d+$/.test(name) && !name.startsWith('puppeteer'))
          .sort(),
      ),
    );
    expect(seen.guarded).toEqual(seen.bare);
  });

  it('finds no element, attribute or style left in its document', async () => {
    const seen = await inBoth((page) => page.evaluate(() => document.documentElement.outerHTML));
    expect(seen.guarded).toBe(seen.bare);
  });

  it('sees no node come or go while a person pastes and types clean text', async () => {
    const seen = await inBoth(async (page) => {
      await page.evaluate(() => {
        const log: string[] = [];
        Object.assign(window, { log });
        new MutationObserver((list) => {
          for (const r of list) log.push(`${r.type} ${r.target.nodeName} ${r.attributeName ?? ''}`);
        }).observe(document, { attributes: true, childList: true, subtree: true });
      });
      await page.click('#t');
      await page.keyboard.type('Kính gửi các thôn');
      await page.click('#go');
      return page.evaluate(() => (window as unknown as { log: string[] }).log);
    });
    expect(seen.guarded).toEqual(seen.bare);
  });

  it('finds every function and property of the platform with the same name, length, text and flags', async () => {
    const seen = await inBoth((page) =>
      page.evaluate(() => {
        const lines: string[] = [];
        const known = new Set<unknown>();
        const visit = (path: string, object: object) => {
          if (known.has(object)) return;
          known.add(object);
          for (const key of Reflect.ownKeys(object)) {
            if (typeof key === 'string' && (/^\d+$/.test(key) || key.startsWith('puppeteer'))) continue;
            const at = `${path}.${String(key)}`;
            let d: PropertyDescriptor | undefined;
            try {
              d = Object.getOwnPropertyDescriptor(object, key);
            } catch {
              continue;
            }
            if (!d) continue;
            for (const part of ['value', 'get', 'set'] as const) {
              const f = d[part];
              if (typeof f !== 'function') continue;
              lines.push(
                `${at} ${part} ${f.name} ${f.length} ${d.writable} ${d.enumerable} ${d.configurable} ${'prototype' in f} ${Function.prototype.toString.call(f).slice(0, 60)} ${Object.getOwnPropertyNames(f).length}`,
              );
              if (part === 'value') {
                visit(at, f);
                if (f.prototype && typeof f.prototype === 'object') visit(`${at}.prototype`, f.prototype);
              }
            }
          }
        };
        visit('window', window);
        visit('navigator', Object.getPrototypeOf(navigator));
        return lines.sort();
      }),
    );
    const missing = new Set(seen.bare);
    expect(seen.guarded.filter((line) => !missing.has(line))).toEqual([]);
    expect(seen.guarded.length).toBe(seen.bare.length);
  });

  it('finds no address of the extension in the stack of errors that hooked functions pass on', async () => {
    const { guarded: stacks } = await inBoth((page) =>
      page.evaluate(async () => {
        const stacks: unknown[] = [];
        const keep = (error: unknown) => stacks.push((error as Error).stack);
        const tell = {
          toString() {
            keep(new Error('x'));
            return 'x';
          },
        };
        fetch(tell as never).catch(keep);
        await fetch('http://[').catch(keep);
        for (const bad of [
          () => new WebSocket('https//x y'),
          () => new Blob({ [Symbol.iterator]: () => tell } as never),
          () => document.body.setAttribute('src', tell as never),
          () => new XMLHttpRequest().open('GET', tell as never),
          () => structuredClone(() => {}),
          () => new MessageChannel().port1.postMessage(() => {}),
        ])
          try {
            bad();
          } catch (error) {
            keep(error);
          }
        return stacks.map(String);
      }),
    );
    expect(stacks.length).toBeGreaterThan(5);
    expect(stacks.filter((stack) => /extension|hooks/.test(stack))).toEqual([]);
  });

  it('finds errors of the same kind and text where it misuses a function', async () => {
    const seen = await inBoth((page) =>
      page.evaluate(() =>
        [
          () => (fetch as unknown as () => void).call(1),
          () => new (fetch as unknown as new () => unknown)(),
          () => (WebSocket as unknown as () => void)(),
          () => new WebSocket('https//x y'),
          () => (Worker as unknown as () => void)(),
          () => (Blob as unknown as () => void)(),
          () => new Blob(1 as unknown as BlobPart[]),
          () => new Request('http://[').url,
          () => new (XMLHttpRequest.prototype.send as unknown as new () => unknown)(),
          () => new XMLHttpRequest().send(),
          () => window.open.call(1 as unknown as Window),
          () => postMessage(Symbol('x')),
          () => Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'src')!.set!.call({}, 'x'),
          () => Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'files')!.get!.call({}),
          () => Element.prototype.setAttribute.call({} as Element, 'a', 'b'),
          () => Object.getOwnPropertyDescriptor(HTMLScriptElement.prototype, 'type')!.set!.call({}, 'x'),
          () => Event.prototype.composedPath.call({} as Event),
          () => (new XMLHttpRequest() as unknown as { open(): void }).open(),
          () => new XMLHttpRequest().open('GET', 'http://['),
          () => (Notification as unknown as () => void)(),
          () => new (Notification as unknown as new () => unknown)(),
          () => new Notification('x', 1 as NotificationOptions),
          () => new Notification('x', { actions: 1 } as NotificationOptions),
          () => (MediaMetadata as unknown as () => void)(),
          () => new MediaMetadata(1 as MediaMetadataInit),
          () => new MediaMetadata({ artwork: 1 as unknown as MediaImage[] }),
          () => new MediaMetadata({ artwork: [{ src: 'http://[' }] }),
          () => Object.getOwnPropertyDescriptor(MediaMetadata.prototype, 'artwork')!.set!.call({}, []),
          () => Object.assign(new MediaMetadata(), { artwork: 1 }),
          () => new (PaymentRequest as unknown as new () => unknown)(),
          () => new PaymentRequest([], { total: { label: 'x', amount: { currency: 'VND', value: '1' } } }),
          () => new PaymentRequest(1 as unknown as PaymentMethodData[], {} as PaymentDetailsInit),
          () => (new XSLTProcessor() as unknown as { transformToFragment(): void }).transformToFragment(),
          () => new XSLTProcessor().transformToDocument({} as Node),
          () => new XSLTProcessor().transformToDocument(document),
          () => XSLTProcessor.prototype.transformToFragment.call({} as XSLTProcessor, document, document),
        ].map((bad) => {
          try {
            const value = bad() as unknown;
            if (value instanceof Promise) value.catch(() => {});
            return 'nothing';
          } catch (error) {
            return `${(error as Error).name}: ${(error as Error).message}`;
          }
        }),
      ),
    );
    expect(seen.guarded).toEqual(seen.bare);
  });

  it('hears no question of the guard on its window or document', async () => {
    const page = await guarded.open('https://chat.zalo.me/');
    const heard = await page.evaluate(async () => {
      const log: string[] = [];
      const { dispatchEvent } = EventTarget.prototype;
      EventTarget.prototype.dispatchEvent = function (event) {
        log.push(event.type);
        return dispatchEvent.call(this, event);
      };
      for (const type of ['ask', 'form', 'input', 'files', 'answered', 'reopened'])
        for (const place of [window, document]) place.addEventListener(type, () => log.push(type), true);
      await fetch('/x', { method: 'POST', body: 'Kính gửi các thôn' });
      navigator.sendBeacon('/x', 'Kính gửi');
      return log;
    });
    expect(heard).toEqual([]);
    await page.close();
  });

  it('cannot reach a file of the extension by its address', async () => {
    const page = await guarded.open('https://chat.zalo.me/');
    const reached = await page.evaluate(
      async (id) =>
        Promise.all(
          ['manifest.json', 'icons/16.png', 'src/popup/index.html', 'src/offscreen/index.html'].map((path) =>
            fetch(`chrome-extension://${id}/${path}`).then(
              () => path,
              () => null,
            ),
          ),
        ),
      guarded.extensionId,
    );
    expect(reached.filter(Boolean)).toEqual([]);
    await page.close();
  });

  it('writes nothing to the console of a clean page', async () => {
    const page = await guarded.open('about:blank');
    const lines: string[] = [];
    page.on('console', (message) => lines.push(message.text()));
    page.on('pageerror', (error) => lines.push(String(error)));
    await page.goto('https://chat.zalo.me/');
    await page.click('#t');
    await page.keyboard.type('Kính gửi các thôn');
    await page.evaluate(() => fetch('/x', { method: 'POST', body: 'Kính gửi' }).then((r) => r.text()));
    expect(lines.filter((line) => !line.includes('favicon'))).toEqual([]);
    await page.close();
  });
});
