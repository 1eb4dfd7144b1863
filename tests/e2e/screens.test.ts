import type { Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchStand, remoteOf, type Stand } from './screens/launch.ts';
import { blockedPaste, mixedFiles, scanningFiles, typedMark, warnedPaste } from './screens/models.ts';
import { readFocus, readScreen } from './screens/read-screen.ts';

let stand: Stand;
let page: Page;
beforeAll(async () => {
  stand = await launchStand();
});
afterEach(() => page.close());
afterAll(() => stand.stop());

const WORKPLACE = `<!doctype html><meta charset="utf-8"><title>Trang thử</title>
  <style>html{font-size:62.5%} * {color:purple} div{display:none!important;opacity:0!important} dialog{visibility:hidden!important}</style>
  <textarea id="field">nội dung đang gõ</textarea><p id="words">một đoạn văn</p>`;

/** Records, as a page could, every event it hears, from the window's capturing phase on. */
const EAVESDROPPER = `<script>
  window.heard = [];
  for (const type of ['keydown','keypress','keyup','beforeinput','input','change','click','pointerdown','mousedown','focusin','focusout','copy','paste'])
    window.addEventListener(type, (e) => heard.push(type + ' ' + (e.target.id || e.target.nodeName) + ' ' + (e.key ?? e.data ?? '')), true);
</script>`;

async function openWorkplace(html = WORKPLACE): Promise<Page> {
  page = await stand.open(html);
  await page.focus('#field');
  return page;
}

const html = () => page.evaluate(() => document.documentElement.outerHTML);
const hasNotice = async () => (await readScreen(page)).some((line) => /^(alert)?dialog: /.test(line));

describe('a refusal', () => {
  it('is an alert dialog with a name, and its buttons have names', async () => {
    await openWorkplace();
    await remoteOf(page).show(blockedPaste);
    const tree = await readScreen(page);
    expect(tree).toContain('alertdialog: Đã dừng lại: nghi có dấu chỉ độ mật');
    expect(tree).toContain('button: Báo nhầm');
    expect(tree).toContain('button: Đã hiểu');
    expect(tree.some((line) => line.includes('chị Lan, văn thư, máy lẻ 105'))).toBe(true);
  });

  it('takes the focus, goes round with Tab, closes with Escape and gives focus and caret back', async () => {
    await openWorkplace();
    await page.evaluate(() =>
      (document.querySelector('textarea') as HTMLTextAreaElement).setSelectionRange(3, 7),
    );
    await remoteOf(page).show(blockedPaste);
    expect(await readFocus(page)).toContain('alertdialog');
    const stops: string[] = [];
    for (let i = 0; i < 4; i++) {
      await page.keyboard.press('Tab');
      stops.push(await readFocus(page));
    }
    const summary = 'DisclosureTriangle: Vì sao máy nghi như vậy?';
    expect(stops).toEqual([summary, 'button: Báo nhầm', 'button: Đã hiểu', summary]);
    await page.keyboard.down('Shift');
    await page.keyboard.press('Tab');
    await page.keyboard.up('Shift');
    expect(await readFocus(page)).toBe('button: Đã hiểu');
    await page.keyboard.press('Escape');
    expect(await remoteOf(page).answers()).toEqual(['close']);
    const place = await page.evaluate(() => {
      const field = document.activeElement as HTMLTextAreaElement;
      return [field.id, field.selectionStart, field.selectionEnd];
    });
    expect(place).toEqual(['field', 3, 7]);
  });

  it('gives a selection in an editable text back', async () => {
    await openWorkplace('<meta charset="utf-8"><p id="field" contenteditable>một đoạn văn</p>');
    await page.evaluate(() => {
      const text = document.querySelector('p')?.firstChild as Text;
      getSelection()?.setBaseAndExtent(text, 9, text, 4);
    });
    await remoteOf(page).show(warnedPaste);
    await page.keyboard.press('Tab');
    await page.keyboard.type('abc');
    await page.keyboard.press('Escape');
    const place = await page.evaluate(() => [getSelection()?.anchorOffset, getSelection()?.focusOffset]);
    expect(place).toEqual([9, 4]);
  });

  it('leaves nothing in the page when it is closed', async () => {
    await openWorkplace();
    const before = await html();
    await remoteOf(page).show(blockedPaste);
    expect(await html()).not.toBe(before);
    await page.keyboard.press('Escape');
    expect(await html()).toBe(before);
  });

  it('moves nothing in the page', async () => {
    await openWorkplace();
    const places = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('body *')].map((e) => JSON.stringify(e.getBoundingClientRect())),
      );
    const before = await places();
    await remoteOf(page).show(mixedFiles);
    expect(await places()).toEqual(before);
  });

  it('tells a false alarm once and stays until it is closed', async () => {
    await openWorkplace();
    await remoteOf(page).show(blockedPaste);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await remoteOf(page).answers()).toEqual(['false-alarm']);
    expect(await readFocus(page)).toBe('button: Đã hiểu');
    await page.keyboard.press('Enter');
    expect(await remoteOf(page).answers()).toEqual(['false-alarm', 'close']);
    expect(await hasNotice()).toBe(false);
  });

  it('lists held and passing files in one dialog', async () => {
    await openWorkplace();
    await remoteOf(page).show(mixedFiles);
    const tree = (await readScreen(page)).join('\n');
    expect(tree.match(/alertdialog: /g)?.length).toBe(1);
    expect(tree).toContain('2 tệp bị giữ lại, 1 tệp được cho qua');
    expect(tree).toContain('Có dấu chỉ độ mật: đầu trang; trang 3');
    expect(tree).toContain('Tệp có mật khẩu nên không đọc được');
  });

  it('tells the reasons that spoke for the suspicion, on request', async () => {
    await openWorkplace();
    await remoteOf(page).show(blockedPaste);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const words = (await readScreen(page)).join('\n');
    expect(words).toMatch(/ngay dưới dòng “Số:”.*viết hoa toàn bộ/s);
    expect(words).not.toContain('nằm trong ngoặc kép');
  });
});

describe('a question', () => {
  it('sends nothing without a reason and says so at the field', async () => {
    await openWorkplace();
    await remoteOf(page).show(warnedPaste);
    for (let i = 0; i < 3; i++) await page.keyboard.press('Tab');
    expect(await readFocus(page)).toBe('button: Vẫn gửi');
    await page.keyboard.press('Enter');
    expect(await remoteOf(page).answers()).toEqual([]);
    expect(await readFocus(page)).toBe('textbox: Vì sao được phép gửi? (bắt buộc)');
    expect((await readScreen(page)).join('\n')).toContain('Hãy ghi lý do trước khi gửi.');
  });

  it('hands the reason over, by keyboard', async () => {
    await openWorkplace();
    await remoteOf(page).show(warnedPaste);
    await page.keyboard.press('Tab');
    await page.keyboard.type('  đã công khai  ');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await remoteOf(page).answers()).toEqual(['continue:đã công khai']);
    expect(await hasNotice()).toBe(false);
  });

  it('works with the mouse, and a press that slides off a button is no press', async () => {
    await openWorkplace();
    await remoteOf(page).show(warnedPaste);
    const button = await page.locator('aria/Không gửi nữa[role="button"]').waitHandle();
    const box = await button.boundingBox();
    if (!box) throw new Error('no button on the screen');
    await page.mouse.move(box.x - 60, box.y - 60);
    await page.mouse.down();
    await page.mouse.move(box.x + 5, box.y + 5);
    await page.mouse.up();
    expect(await remoteOf(page).answers()).toEqual([]);
    await button.click();
    expect(await remoteOf(page).answers()).toEqual(['close']);
  });

  it('keeps a typed reason when it is drawn again', async () => {
    await openWorkplace();
    await remoteOf(page).show(warnedPaste);
    await page.keyboard.press('Tab');
    await page.keyboard.type('đã');
    await remoteOf(page).update({ ...warnedPaste, contact: 'anh Bình' });
    await page.keyboard.type(' xin phép');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await remoteOf(page).answers()).toEqual(['continue:đã xin phép']);
  });
});

describe('a card', () => {
  it('leaves the focus in the field, so that typing goes on', async () => {
    await openWorkplace();
    await page.keyboard.press('End');
    await remoteOf(page).show(typedMark);
    await page.keyboard.type(' tiếp');
    expect(await page.$eval('#field', (field) => (field as HTMLTextAreaElement).value)).toBe(
      'nội dung đang gõ tiếp',
    );
    expect((await readScreen(page)).join('\n')).toContain('dialog: Đã dừng lại');
  });

  it('of progress turns into a refusal that takes the focus', async () => {
    await openWorkplace();
    await remoteOf(page).show(scanningFiles);
    expect((await readScreen(page)).join('\n')).toContain('progressbar: Đang kiểm tra tệp trên máy này');
    await remoteOf(page).update(mixedFiles);
    expect(await readFocus(page)).toContain('alertdialog: Đã dừng lại');
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('field');
  });

  it('can be used over a modal dialog of the page', async () => {
    await openWorkplace('<textarea id="field"></textarea><dialog id="own"><input id="inner"></dialog>');
    await page.evaluate(() => (document.querySelector('#own') as HTMLDialogElement).showModal());
    await remoteOf(page).show(typedMark);
    await page.locator('aria/Đã hiểu[role="button"]').click();
    expect(await remoteOf(page).answers()).toEqual(['close']);
    expect(await page.evaluate(() => (document.querySelector('#own') as HTMLDialogElement).open)).toBe(true);
  });
});

describe('a page', () => {
  it('hears nothing of what is typed and pressed in the notice', async () => {
    await openWorkplace(WORKPLACE + EAVESDROPPER);
    await remoteOf(page).show(warnedPaste);
    await page.evaluate('heard.length = 0');
    await page.keyboard.press('Tab');
    await page.keyboard.type('lý do riêng');
    await page.locator('aria/Vẫn gửi[role="button"]').click();
    expect(await remoteOf(page).answers()).toEqual(['continue:lý do riêng']);
    // The focus coming back to the page's own field is the page's to know.
    expect(await page.evaluate('heard')).toEqual(['focusin field ']);
  });

  it('cannot look into the notice, press its buttons or hide it by style', async () => {
    await openWorkplace();
    await remoteOf(page).show(blockedPaste);
    const seen = await page.evaluate(() => {
      const host = document.elementFromPoint(innerWidth / 2, innerHeight / 2) as HTMLElement;
      host.click();
      for (const type of ['click', 'pointerdown', 'keydown'])
        host.dispatchEvent(new KeyboardEvent(type, { bubbles: true, key: 'Escape' }));
      host.style.cssText = 'display:none!important;visibility:hidden!important;opacity:0!important';
      return { parent: host.parentNode?.nodeName, shadow: host.shadowRoot, text: host.textContent };
    });
    expect(seen).toEqual({ parent: 'HTML', shadow: null, text: '' });
    expect(await remoteOf(page).answers()).toEqual([]);
    const still = await page.evaluate(
      () => document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.parentNode?.nodeName,
    );
    expect(still).toBe('HTML');
  });

  it('cannot take the notice away: it comes back, focus and all', async () => {
    await openWorkplace();
    await remoteOf(page).show(blockedPaste);
    await page.evaluate(() => document.documentElement.lastElementChild?.remove());
    expect(await hasNotice()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await remoteOf(page).answers()).toEqual(['close']);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('field');
  });

  it('that takes it away for ever is not fought for ever', async () => {
    await openWorkplace();
    await page.evaluate(() => {
      const state = { removals: 0 };
      Object.assign(globalThis, { state });
      new MutationObserver((records) => {
        for (const node of records.flatMap((record) => [...record.addedNodes])) {
          if (node.nodeName !== 'DIV') continue;
          (node as Element).remove();
          state.removals += 1;
        }
      }).observe(document.documentElement, { childList: true });
    });
    await remoteOf(page).show(blockedPaste);
    const removals = () => page.evaluate('state.removals') as Promise<number>;
    const count = async (): Promise<number> => {
      const before = await removals();
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const after = await removals();
      return after === before ? after : count();
    };
    const total = await count();
    expect(total).toBeGreaterThan(3);
    expect(total).toBeLessThan(30);
  });

  it('that writes itself anew still shows the notice', async () => {
    await openWorkplace();
    await remoteOf(page).show(blockedPaste);
    await page.evaluate(() => {
      document.open();
      document.write('<!doctype html><title>new</title><p>new page</p>');
      document.close();
    });
    expect(await hasNotice()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await hasNotice()).toBe(false);
  });
});

describe('a document in design mode', () => {
  it('takes neither the keys of the notice nor its text', async () => {
    page = await stand.open(
      '<meta charset="utf-8"><body>thân</body><script>document.designMode = "on"</script>',
    );
    await page.click('body');
    await remoteOf(page).show(warnedPaste);
    await page.keyboard.press('Tab');
    await page.keyboard.type('được phép');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await remoteOf(page).answers()).toEqual(['continue:được phép']);
    expect(await page.$eval('body', (body) => body.firstChild?.nodeValue)).toBe('thân');
  });
});

describe('a frame that nobody sees', () => {
  it('has its notice in the page around it', async () => {
    await openWorkplace(
      '<p>Trang</p><iframe style="position:absolute;left:-9999px;width:1px;height:1px" srcdoc="<input id=field>"></iframe><input id="field">',
    );
    const frame = page.frames().find((one) => one !== page.mainFrame());
    if (!frame) throw new Error('no frame');
    await frame.focus('#field');
    await remoteOf(frame).show(warnedPaste);
    expect(await readFocus(page)).toBe('alertdialog: Dừng lại một chút trước khi gửi');
    await page.keyboard.press('Tab');
    await page.keyboard.type('được phép');
    await page.locator('aria/Vẫn gửi[role="button"]').click();
    expect(await remoteOf(frame).answers()).toEqual(['continue:được phép']);
    expect(await frame.evaluate(() => document.hasFocus() && document.activeElement?.id)).toBe('field');
  });

  it('takes its notice along when it goes away', async () => {
    await openWorkplace('<input id="field"><iframe style="width:1px;height:1px" srcdoc="<p>"></iframe>');
    const frame = page.frames().find((one) => one !== page.mainFrame());
    if (!frame) throw new Error('no frame');
    await remoteOf(frame).show(warnedPaste);
    expect(await hasNotice()).toBe(true);
    await page.evaluate(() => document.querySelector('iframe')?.remove());
    expect(await hasNotice()).toBe(false);
  });

  it('of another origin refuses without taking the focus', async () => {
    await openWorkplace(
      '<input id="field"><iframe style="width:1px;height:1px" sandbox="allow-scripts" srcdoc="<p>"></iframe>',
    );
    const frame = page.frames().find((one) => one !== page.mainFrame());
    if (!frame) throw new Error('no frame');
    await remoteOf(frame).show(warnedPaste);
    // The frame asks the top one, through a background that has none to ask.
    await expect.poll(() => remoteOf(frame).answers()).toEqual(['close']);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('field');
  });
});

describe('a narrow frame', () => {
  it('of 300 by 150 pixels can be used by keyboard', async () => {
    await openWorkplace(
      '<textarea id="field"></textarea><iframe width="300" height="150" srcdoc="<meta charset=utf-8><input id=inner>"></iframe>',
    );
    const frame = page.frames().find((one) => one !== page.mainFrame());
    if (!frame) throw new Error('no frame');
    await frame.focus('#inner');
    await remoteOf(frame).show(warnedPaste);
    await page.keyboard.press('Tab');
    await page.keyboard.type('được phép');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await remoteOf(frame).answers()).toEqual(['continue:được phép']);
    expect(await frame.evaluate(() => document.activeElement?.id)).toBe('inner');
  });
});
