import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CDPSession, Frame, KeyInput, Page, Protocol } from 'puppeteer';
import type { TestBrowser } from './browser.ts';
import type { Payload } from './channel-payload.ts';

type Where = Page | Frame;

/** A person at one page: everything goes through the browser's own input path, so events are trusted. */
export interface User extends Payload {
  readonly page: Page;
  readonly session: CDPSession;
  copy(content: Parameters<TestBrowser['copy']>[0]): Promise<void>;
  click(selector: string, where?: Where): Promise<void>;
  press(...keys: KeyInput[]): Promise<void>;
  type(text: string, delay?: number): Promise<void>;
  /** One key for each letter, accented ones too, as input methods that send Unicode keys do. */
  typeKeys(text: string): Promise<void>;
  /** Puts `content` on the clipboard, clicks into the field and presses Ctrl+V. */
  paste(selector: string, content?: string, where?: Where): Promise<void>;
  /** Composes each word as an input method does (Telex, VNI), then commits it. */
  compose(text: string): Promise<void>;
  /** Text that arrives without keys: autofill, emoji panel, dictation. */
  insertText(text: string): Promise<void>;
  dropText(selector: string, text: string, html?: string): Promise<void>;
  dropFiles(selector: string, paths?: readonly string[]): Promise<void>;
  /** Selects the content of `from` and drags it with the mouse to `to`. */
  drag(from: string, to: string): Promise<void>;
  /** Clicks what opens the file chooser and picks. */
  choose(selector: string, paths?: readonly string[], where?: Where): Promise<void>;
  /** Sets the files of an input as a chooser does. */
  pick(selector: string, paths?: readonly string[], where?: Where): Promise<void>;
  frame(name: string): Promise<Frame>;
  /** A folder with the files of the payload in a sub-folder; its path. */
  folder(): string;
  /** Waits for a state of the page; marked content may never reach it, so then at most half a second. */
  until(condition: string, where?: Where): Promise<void>;
  pause(milliseconds: number): Promise<void>;
  /** The field's value after each of `steps` undos, then after as many redos. */
  undoAndRedo(selector: string, steps: number): Promise<string[]>;
  value(selector: string): Promise<string>;
  /** What a script of the page gives. */
  evaluate<T>(script: string): Promise<T>;
}

const pause = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds));

export async function createUser(test: TestBrowser, page: Page, payload: Payload): Promise<User> {
  const session = await page.createCDPSession();
  const centre = async (selector: string) => {
    const handle = await page.waitForSelector(selector, { timeout: 3000 });
    const box = await handle!.boundingBox();
    return { x: Math.round(box!.x + box!.width / 2), y: Math.round(box!.y + box!.height / 2) };
  };
  const dragTo = async (selector: string, data: Protocol.Input.DragData) => {
    const point = await centre(selector);
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await session.send('Input.dispatchDragEvent', { type, ...point, data });
  };
  const paths = payload.files.map((f) => f.path);
  const user: User = {
    ...payload,
    page,
    session,
    pause,
    copy: (content) => test.copy(content),
    async click(selector, where = page) {
      const handle = await where.waitForSelector(selector, { timeout: 3000 });
      await handle!.click();
    },
    async press(...keys) {
      for (const key of keys.slice(0, -1)) await page.keyboard.down(key);
      await page.keyboard.press(keys.at(-1)!);
      for (const key of keys.slice(0, -1).reverse()) await page.keyboard.up(key);
    },
    async type(text, delay = 0) {
      await page.keyboard.type(text, { delay });
    },
    async typeKeys(text) {
      for (const key of text)
        for (const type of ['keyDown', 'keyUp'] as const)
          await session.send('Input.dispatchKeyEvent', {
            type,
            key,
            ...(type === 'keyDown' ? { text: key } : {}),
          });
    },
    async paste(selector, content = payload.text, where = page) {
      await test.copy({ text: content });
      await user.click(selector, where);
      // A frame of another origin has a process of its own: the key must not overtake the focus.
      if (where !== page) await where.waitForFunction(() => document.hasFocus(), { timeout: 3_000 });
      await user.press('Control', 'KeyV');
    },
    async compose(text) {
      for (const word of text.split(/(?<= )/u)) {
        for (let end = 1; end <= word.length; end += 2)
          await session.send('Input.imeSetComposition', {
            text: word.slice(0, end),
            selectionStart: end,
            selectionEnd: end,
          });
        await session.send('Input.insertText', { text: word });
      }
    },
    async insertText(text) {
      await session.send('Input.insertText', { text });
    },
    async dropText(selector, text, html) {
      const items = [{ mimeType: 'text/plain', data: text }];
      if (html) items.push({ mimeType: 'text/html', data: html });
      await dragTo(selector, { items, files: [], dragOperationsMask: 19 });
    },
    async dropFiles(selector, files = paths) {
      await dragTo(selector, { items: [], files: [...files], dragOperationsMask: 19 });
    },
    async drag(from, to) {
      await session.send('Input.setInterceptDrags', { enabled: true });
      const dragged = new Promise<Protocol.Input.DragData>((done) =>
        session.once('Input.dragIntercepted', (event) => done(event.data)),
      );
      const start = await page.evaluate((selector) => {
        const element = document.querySelector<HTMLTextAreaElement>(selector)!;
        if (element.select) {
          element.select();
          const box = element.getBoundingClientRect();
          return { x: box.x + 8, y: box.y + 10 };
        }
        getSelection()!.selectAllChildren(element);
        const box = getSelection()!.getRangeAt(0).getClientRects()[0]!;
        return { x: box.x + 8, y: box.y + box.height / 2 };
      }, from);
      // Drags are intercepted for the session that moves the mouse.
      const mouse = (type: 'mouseMoved' | 'mousePressed' | 'mouseReleased', by: number) =>
        session.send('Input.dispatchMouseEvent', {
          type,
          x: start.x + by,
          y: start.y + by / 4,
          button: 'left',
          buttons: type === 'mouseReleased' ? 0 : 1,
          clickCount: 1,
        });
      await mouse('mousePressed', 0);
      await mouse('mouseMoved', 12);
      await mouse('mouseMoved', 24);
      const data = await Promise.race([dragged, pause(2000)]);
      if (!data) throw new Error('no drag began');
      await dragTo(to, data);
      await mouse('mouseReleased', 24);
      await session.send('Input.setInterceptDrags', { enabled: false });
    },
    async choose(selector, files = paths, where = page) {
      const [chooser] = await Promise.all([
        page.waitForFileChooser({ timeout: 3000 }),
        user.click(selector, where),
      ]);
      await chooser.accept([...files]);
    },
    async pick(selector, files = paths, where = page) {
      const handle = await where.waitForSelector(selector, { timeout: 3000 });
      await (handle as unknown as { uploadFile(...p: string[]): Promise<void> }).uploadFile(...files);
    },
    async frame(name) {
      const start = Date.now();
      while (Date.now() - start < 3000) {
        for (const frame of page.frames()) {
          const element = await frame.frameElement().catch(() => null);
          if (element && (await element.evaluate((e) => e.getAttribute('name')).catch(() => '')) === name)
            return frame;
        }
        await pause(30);
      }
      throw new Error(`no frame ${name}`);
    },
    folder() {
      const root = join(dirname(payload.files[0]!.path), 'ho-so');
      mkdirSync(join(root, 'phu-luc'), { recursive: true });
      for (const file of payload.files) writeFileSync(join(root, 'phu-luc', file.name), file.bytes);
      return root;
    },
    async until(condition, where = page) {
      const start = Date.now();
      const limit = payload.marked ? 500 : 6000;
      while (Date.now() - start < limit) {
        if (await where.evaluate(condition).catch(() => false)) return;
        await pause(25);
      }
    },
    async undoAndRedo(selector, steps) {
      const trail: string[] = [];
      for (const keys of [
        ['Control', 'KeyZ'],
        ['Control', 'Shift', 'KeyZ'],
      ] as KeyInput[][])
        for (let i = 0; i < steps; i++) {
          await user.press(...keys);
          trail.push(await user.value(selector));
        }
      return trail;
    },
    value: (selector) => page.$eval(selector, (e) => (e as HTMLInputElement).value ?? e.innerHTML),
    evaluate: <T>(script: string) => page.evaluate(script) as Promise<T>,
  };
  return user;
}
