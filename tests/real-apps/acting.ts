import type { ElementHandle, Frame, KeyInput, Page, Protocol } from 'puppeteer';
import { wait } from './processes.ts';
import type { Sample } from './samples.ts';

// What a person does with hands: real keys, real mouse, the real file chooser, drags that the browser itself delivers.

export async function press(page: Page, key: KeyInput, ...held: KeyInput[]): Promise<void> {
  for (const modifier of held) await page.keyboard.down(modifier);
  await page.keyboard.press(key);
  for (const modifier of held.toReversed()) await page.keyboard.up(modifier);
}

/** Pastes what is on the clipboard where the caret is. */
export const paste = (page: Page) => press(page, 'KeyV', 'Control');

/** Closes the notice that a marked sample brings up, so that it does not cover what the person tries next. */
export async function closeNotice(page: Page, { marked }: Sample): Promise<void> {
  await wait(marked ? 1500 : 300);
  if (marked) await press(page, 'Escape');
}

/** Types line by line as on a keyboard; `newLine` is the key between two lines. */
export async function type(
  page: Page,
  lines: readonly string[],
  newLine: KeyInput[] = ['Enter'],
): Promise<void> {
  const [key, ...held] = newLine;
  for (const [at, line] of lines.entries()) {
    if (at && key) await press(page, key, ...held);
    await page.keyboard.type(line, { delay: 4 });
  }
}

/** Clicks as soon as the element can be hit: pages draw their parts anew while they load. */
export async function clickWhenStill(where: Page | Frame, selector: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await (await find(where, selector)).click();
      return;
    } catch (problem) {
      if (tries === 20) throw problem;
      await wait(500);
    }
  }
}

/** Clicks what opens the file chooser and picks a file. */
export async function choose(page: Page, opener: string | ElementHandle, path: string): Promise<void> {
  const click = typeof opener === 'string' ? page.click(opener) : opener.click();
  const [chooser] = await Promise.all([page.waitForFileChooser({ timeout: 5000 }), click]);
  await chooser.accept([path]);
}

/** Drags a file from outside the browser onto an element. */
export async function dropFile(page: Page, target: ElementHandle, path: string): Promise<void> {
  await drop(page, target, { items: [], files: [path], dragOperationsMask: 1 });
}

/** Drags selected text from another window onto an element. */
export async function dropText(page: Page, target: ElementHandle, text: string, html: string): Promise<void> {
  const items = [
    { mimeType: 'text/plain', data: text },
    { mimeType: 'text/html', data: html },
  ];
  await drop(page, target, { items, dragOperationsMask: 1 });
}

/** The element, waited for; an error names the selector. */
export async function find(where: Page | Frame, selector: string): Promise<ElementHandle> {
  const handle = await where.waitForSelector(selector, { timeout: 15_000 });
  if (!handle) throw new Error(`Nothing matches ${selector}.`);
  return handle;
}

async function drop(page: Page, target: ElementHandle, data: Protocol.Input.DragData): Promise<void> {
  const box = await target.boundingBox();
  if (!box) throw new Error('The place to drop on is not visible.');
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  const session = await page.createCDPSession();
  for (const kind of ['dragEnter', 'dragOver', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type: kind, x, y, data });
  await session.detach();
}
