import { createDecipheriv } from 'node:crypto';
import { type ChannelCase, testChannels } from '../../support/channel-case.ts';
import { EDITABLE, MAIL, OFFICE, SCHOOL, sender } from '../../support/channel-page.ts';
import type { User } from '../../support/user.ts';

const INPUT = '<input id="t" size="80">';
const typeAndGo = async (user: User) => {
  await user.click('#t');
  await user.type(user.line);
  await user.click('#go');
};
const sendOn = (keys: string, field = EDITABLE) => `${field}<script>
  const t = document.getElementById('t');
  t.addEventListener('keydown', (e) => { if (!(${keys})) return; e.preventDefault(); lab.send(t.value ?? t.innerText); t.textContent = ''; });
</script>`;
const watching = (script: string, field = '<textarea id="t" rows="4" cols="60"></textarea>') =>
  `${field}<input id="k"><script>const t = document.getElementById('t'); ${script}</script>`;
/** What a page that encrypts sends: only the entry can be judged. */
const ENCRYPT = `
  const key = crypto.subtle.importKey('raw', new TextEncoder().encode('khoa-thu-16-byte'), 'AES-CBC', false, ['encrypt']);
  const sealed = async (s) => crypto.subtle.encrypt({ name: 'AES-CBC', iv: new Uint8Array(16) }, await key, new TextEncoder().encode(s));
  const xor = (s) => new TextEncoder().encode(s).map((b, i) => b ^ (91 + (i % 7)));`;
const decrypt: NonNullable<ChannelCase['decode']> = (received) =>
  received
    .filter((r) => r.body.length > 0 && r.body.length % 16 === 0)
    .flatMap((r) => {
      const plain = createDecipheriv('aes-128-cbc', 'khoa-thu-16-byte', Buffer.alloc(16));
      try {
        return [Buffer.concat([plain.update(r.body), plain.final()])];
      } catch {
        return [];
      }
    });
const unxor: NonNullable<ChannelCase['decode']> = (received) =>
  received.map((r) => Buffer.from(r.body.map((b, i) => b ^ (91 + (i % 7)))));
const typed = async (user: User) => {
  await user.click('#t');
  await user.type(user.line);
};

const cases: ChannelCase[] = [
  { name: 'typing into a text area', page: sender(), drive: typeAndGo },
  { name: 'typing into a line input', host: SCHOOL, page: sender(undefined, INPUT), drive: typeAndGo },
  { name: 'typing into an editable region', host: MAIL, page: sender(undefined, EDITABLE), drive: typeAndGo },
  {
    name: 'typing slowly',
    page: sender(undefined, INPUT),
    async drive(user) {
      await user.click('#t');
      await user.type(user.line, 25);
      await user.click('#go');
    },
  },
  {
    name: 'typing a letter of several lines',
    page: sender(undefined, EDITABLE),
    async drive(user) {
      await user.click('#t');
      await user.type(user.text);
      await user.click('#go');
    },
  },
  {
    name: 'typing, sent by Enter',
    page: sendOn(`e.key === 'Enter' && !e.shiftKey`),
    async drive(user) {
      await typed(user);
      await user.press('Enter');
    },
  },
  {
    name: 'typing several lines with Shift+Enter, sent by Enter',
    page: sendOn(`e.key === 'Enter' && !e.shiftKey`),
    async drive(user) {
      await user.click('#t');
      for (const line of user.text.split('\n')) {
        await user.type(line);
        await user.press('Shift', 'Enter');
      }
      await user.press('Enter');
    },
  },
  {
    name: 'typing, sent by Ctrl+Enter',
    host: MAIL,
    page: sendOn(`e.key === 'Enter' && e.ctrlKey`, '<textarea id="t"></textarea>'),
    async drive(user) {
      await typed(user);
      await user.press('Control', 'Enter');
    },
  },
  {
    name: 'typing, sent by Alt+S',
    host: MAIL,
    page: sendOn(`e.key === 's' && e.altKey`, '<textarea id="t"></textarea>'),
    async drive(user) {
      await typed(user);
      await user.press('Alt', 'KeyS');
    },
  },
  {
    name: 'typing, sent when the Enter key comes up, encrypted',
    page: `${EDITABLE}<script>${ENCRYPT} const t = document.getElementById('t');
      t.addEventListener('keyup', async (e) => { if (e.key === 'Enter') lab.send(await sealed(t.innerText)); });</script>`,
    async drive(user) {
      await typed(user);
      await user.press('Enter');
    },
    decode: decrypt,
  },
  {
    name: 'typing, sent by an unlabelled icon, encrypted',
    page: `${EDITABLE}<div id="go" style="width:30px;height:30px;background:#06c"></div><script>${ENCRYPT}
      document.getElementById('go').onclick = async () => lab.send(await sealed(document.getElementById('t').innerText));</script>`,
    drive: typeAndGo,
    decode: decrypt,
  },
  {
    name: 'typing, sent when the mouse goes down on an icon, encrypted',
    page: `${EDITABLE}<span id="go" role="button" tabindex="0" style="display:inline-block;width:30px;height:30px;background:#06c"></span><script>${ENCRYPT}
      document.getElementById('go').onmousedown = async () => lab.send(await sealed(document.getElementById('t').innerText));</script>`,
    drive: typeAndGo,
    decode: decrypt,
  },
  {
    name: 'typing, sent by a pointerdown handler on the document, encrypted',
    page: `${EDITABLE}<i id="go" style="display:inline-block;width:30px;height:30px;background:#06c"></i><script>${ENCRYPT}
      document.addEventListener('pointerdown', async (e) => { if (e.target.id === 'go') lab.send(await sealed(document.getElementById('t').innerText)); });</script>`,
    drive: typeAndGo,
    decode: decrypt,
  },
  {
    name: 'typing, sent by a draft kept on input',
    page: watching(
      `let h; t.oninput = () => { clearTimeout(h); h = setTimeout(() => lab.send(t.value, 'nhap'), 80) }`,
    ),
    async drive(user) {
      await typed(user);
      await user.pause(200);
    },
    often: true,
  },
  {
    name: 'typing, sent by a draft kept on input, encrypted',
    page: watching(
      `${ENCRYPT} let h; t.oninput = () => { const s = t.value; clearTimeout(h); h = setTimeout(async () => lab.send(await sealed(s), 'nhap'), 80) }`,
    ),
    async drive(user) {
      await typed(user);
      await user.pause(200);
    },
    often: true,
    decode: decrypt,
  },
  {
    name: 'typing, sent by a draft kept on keyup, encrypted',
    page: watching(`${ENCRYPT} t.onkeyup = () => lab.send(xor(t.value), 'nhap')`),
    drive: typed,
    often: true,
    decode: unxor,
  },
  {
    name: 'typing, sent letter by letter over a socket',
    page: watching(
      `const w = new WebSocket(lab.at('ws').replace('https', 'wss')); t.addEventListener('beforeinput', (e) => w.send(JSON.stringify({ op: e.inputType, d: e.data })))`,
    ),
    drive: typed,
    decode: (received) => [Buffer.from(received.map((r) => JSON.parse(r.body.toString()).d).join(''))],
  },
  {
    name: 'typing, whole field sent over a socket at each key',
    page: watching(
      `const w = new WebSocket(lab.at('ws').replace('https', 'wss')); t.addEventListener('input', () => w.send(t.value))`,
    ),
    drive: typed,
  },
  {
    name: 'typing, sent by a timer that looks at the field',
    page: watching(
      `let last = ''; setInterval(() => { if (t.value !== last) { last = t.value; lab.send(last, 'nhap'); } }, 70)`,
    ),
    async drive(user) {
      await typed(user);
      await user.pause(200);
    },
    often: true,
  },
  {
    name: 'typing, sent by a timer that looks at the field, encrypted',
    page: watching(
      `${ENCRYPT} let last = ''; setInterval(() => { if (t.value !== last) { last = t.value; lab.send(xor(last), 'nhap'); } }, 70)`,
    ),
    async drive(user) {
      await typed(user);
      await user.pause(200);
    },
    often: true,
    decode: unxor,
  },
  {
    name: 'typing, sent by a mutation observer, encrypted',
    page: watching(
      `${ENCRYPT} new MutationObserver(() => lab.send(xor(t.innerText), 'nhap')).observe(t, { subtree: true, characterData: true, childList: true })`,
      EDITABLE,
    ),
    drive: typed,
    often: true,
    decode: unxor,
  },
  {
    name: 'typing, sent when the field is left',
    page: watching(`t.onblur = () => lab.send(t.value)`),
    async drive(user) {
      await typed(user);
      await user.click('#k');
    },
  },
  {
    name: 'typing, sent when the field is left, encrypted',
    page: watching(`${ENCRYPT} t.onblur = () => lab.send(xor(t.value))`),
    async drive(user) {
      await typed(user);
      await user.click('#k');
    },
    decode: unxor,
  },
  {
    name: 'typing, sent on change in a line input, encrypted',
    host: SCHOOL,
    page: watching(`${ENCRYPT} t.onchange = () => lab.send(xor(t.value))`, INPUT),
    async drive(user) {
      await typed(user);
      await user.press('Tab');
    },
    decode: unxor,
  },
  {
    name: 'typing, sent on focusout of the form, encrypted',
    // The other field loses the focus too, when the tab does: that is no leaving of this one.
    page: watching(
      `${ENCRYPT} document.addEventListener('focusout', (e) => { if (e.target === t) lab.send(xor(t.value)) })`,
    ),
    async drive(user) {
      await typed(user);
      await user.press('Tab');
    },
    decode: unxor,
  },
  {
    name: 'typing, sent as the search of an input',
    host: SCHOOL,
    page: watching(
      `t.onsearch = () => lab.send(t.value); t.oninput = () => {}`,
      '<input id="t" type="search" size="80">',
    ),
    async drive(user) {
      await typed(user);
      await user.press('Enter');
    },
  },
  {
    name: 'typing, sent as suggestions in an address',
    host: SCHOOL,
    page: watching(`t.oninput = () => fetch(lab.at('goi-y?q=' + encodeURIComponent(t.value)))`, INPUT),
    drive: typed,
    often: true,
  },
  {
    name: 'input method composition in a text area',
    page: sender(),
    async drive(user) {
      await user.click('#t');
      await user.compose(user.line);
      await user.click('#go');
    },
  },
  {
    name: 'input method composition in an editable region, sent by Enter',
    page: sendOn(`e.key === 'Enter' && !e.isComposing`),
    async drive(user) {
      await user.click('#t');
      await user.compose(user.line);
      await user.press('Enter');
    },
  },
  {
    name: 'input method composition, sent at compositionend, encrypted',
    page: watching(
      `${ENCRYPT} t.addEventListener('compositionend', () => setTimeout(() => lab.send(xor(t.value), 'nhap')))`,
    ),
    async drive(user) {
      await user.click('#t');
      await user.compose(user.line);
    },
    often: true,
    decode: unxor,
  },
  {
    name: 'text that arrives without keys',
    page: sender(),
    async drive(user) {
      await user.click('#t');
      await user.insertText(user.text);
      await user.click('#go');
    },
  },
  {
    name: 'text that arrives without keys in an editable region',
    host: OFFICE,
    page: sender(undefined, EDITABLE),
    async drive(user) {
      await user.click('#t');
      await user.insertText(user.line);
      await user.click('#go');
    },
  },
  {
    name: 'typing in a document in design mode',
    page: `<div id="t">&nbsp;</div><script>document.designMode = 'on'; document.addEventListener('keydown', (e) => { if (e.key === 'F2') lab.send(document.body.innerText); });</script>`,
    async drive(user) {
      await user.click('#t');
      await user.type(user.line);
      await user.press('F2');
    },
  },
  {
    name: 'typing in a document in design mode whose scripts hold a marking',
    cleanOnly: true,
    page: `<div id="t">&nbsp;</div><script type="text/plain">Độ mật: TUYỆT MẬT. Báo cáo số 12.</script><style>p::after { content: 'Độ mật: TUYỆT MẬT' }</style><script>document.designMode = 'on'; document.addEventListener('keydown', (e) => { if (e.key === 'F2') lab.send(t.innerText); });</script>`,
    async drive(user) {
      await user.click('#t');
      await user.type(user.line);
      await user.press('F2');
    },
  },
  {
    name: 'a marking finished by deleting a letter between its halves',
    page: (c) => sender(undefined, `<input id="t" size="80" value="${c.halves[0]}x${c.halves[1]}">`),
    async drive(user) {
      await user.click('#t');
      await user.evaluate(`t.setSelectionRange(t.value.indexOf('x') + 1, t.value.indexOf('x') + 1)`);
      await user.press('Backspace');
      await user.click('#go');
    },
  },
  {
    name: 'a marking finished by cutting what stands between its halves',
    page: (c) => sender(undefined, `<input id="t" size="80" value="${c.halves[0]}###${c.halves[1]}">`),
    async drive(user) {
      await user.click('#t');
      await user.evaluate(`t.setSelectionRange(t.value.indexOf('#'), t.value.indexOf('#') + 3)`);
      await user.press('Control', 'KeyX');
      await user.click('#go');
    },
  },
  {
    name: 'a marking finished by joining two lines',
    page: sender(undefined, EDITABLE),
    async drive(user) {
      await user.click('#t');
      await user.type(user.halves[0]);
      await user.press('Enter');
      await user.type(user.halves[1]);
      await user.press('Home');
      await user.press('Backspace');
      await user.click('#go');
    },
  },
  {
    name: 'a marking typed last, in front of the text',
    page: sender(undefined, '<textarea id="t" rows="4" cols="80"></textarea>'),
    async drive(user) {
      await user.click('#t');
      await user.type(user.halves[1]);
      await user.press('Control', 'Home');
      await user.type(user.halves[0]);
      await user.click('#go');
    },
  },
  {
    name: 'a marking in a text the page had put into the field',
    page: (c) => sender(undefined, `<textarea id="t">${c.text}</textarea>`),
    drive: (user) => user.click('#go'),
  },
  {
    name: 'a marking in a text the page put into the field, encrypted',
    page: (c) => sender(`${ENCRYPT} lab.send(await sealed(text))`, `<textarea id="t">${c.text}</textarea>`),
    drive: (user) => user.click('#go'),
    decode: decrypt,
  },
  {
    name: 'typing with undo and redo afterwards',
    page: sender(undefined, INPUT),
    async drive(user) {
      await typed(user);
      const trail = await user.undoAndRedo('#t', 2);
      await user.click('#go');
      return trail;
    },
  },
  {
    name: 'a marking brought back by undo after it was deleted',
    page: sender(undefined, INPUT),
    async drive(user) {
      await typed(user);
      await user.press('Control', 'KeyA');
      await user.press('Delete');
      await user.press('Control', 'KeyZ');
      await user.click('#go');
    },
  },
  {
    name: 'an autofilled value',
    host: SCHOOL,
    page: (c) =>
      sender(undefined, `${INPUT}<button id="fill" type="button">Điền</button>`) +
      `<script>document.getElementById('fill').onclick = () => { t.value = ${JSON.stringify(c.line)}; t.dispatchEvent(new Event('input', { bubbles: true })); t.dispatchEvent(new Event('change', { bubbles: true })); }</script>`,
    async drive(user) {
      await user.click('#fill');
      await user.click('#go');
    },
  },
  {
    name: 'a text inserted by the page with execCommand',
    host: OFFICE,
    page: sender(undefined, `${EDITABLE}<button id="ins" type="button">Chèn mẫu</button>`).replace(
      '</script>',
      `document.getElementById('ins').onclick = () => { t.focus(); document.execCommand('insertText', false, lab.line); };</script>`,
    ),
    async drive(user) {
      await user.click('#ins');
      await user.click('#go');
    },
  },
  {
    name: 'keys and shortcuts of everyday editing',
    host: MAIL,
    cleanOnly: true,
    page: sender(),
    async drive(user) {
      await user.click('#t');
      await user.type('Kính gửi các thôn');
      await user.press('Control', 'ArrowLeft');
      await user.type('toàn thể ');
      await user.press('Control', 'KeyA');
      await user.press('Control', 'KeyC');
      await user.press('End');
      await user.press('Enter');
      await user.press('Control', 'KeyV');
      await user.type(` ${user.canary}`);
      const trail = await user.undoAndRedo('#t', 3);
      await user.click('#go');
      return trail;
    },
  },
];

testChannels('typing', import.meta.filename, cases);
