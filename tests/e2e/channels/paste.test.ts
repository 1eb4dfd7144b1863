import { createDecipheriv } from 'node:crypto';
import { type ChannelCase, testChannels } from '../../support/channel-case.ts';
import { EDITABLE, MAIL, OFFICE, SCHOOL, sender } from '../../support/channel-page.ts';
import type { User } from '../../support/user.ts';

const INPUT = '<input id="t" size="80">';
const pasteAndGo =
  (what: 'text' | 'line' = 'text') =>
  async (user: User) => {
    await user.paste('#t', user[what]);
    await user.click('#go');
  };
const enterSends = `${EDITABLE}<script>
  const t = document.getElementById('t');
  t.addEventListener('keydown', (e) => { if (e.key !== 'Enter' || e.shiftKey) return; e.preventDefault(); const s = t.innerText.trim(); t.textContent = ''; if (s) lab.send(s); });
</script>`;

const cases: ChannelCase[] = [
  { name: 'paste into a text area', page: sender(), drive: pasteAndGo() },
  {
    name: 'paste into a line input',
    host: SCHOOL,
    page: sender(undefined, INPUT),
    drive: pasteAndGo('line'),
  },
  {
    name: 'paste into a search input',
    host: MAIL,
    page: sender(undefined, '<input id="t" type="search" size="80">'),
    drive: pasteAndGo('line'),
  },
  {
    name: 'paste into a password input',
    host: OFFICE,
    page: sender(undefined, '<input id="t" type="password" size="80">'),
    drive: pasteAndGo('line'),
  },
  {
    name: 'paste into an editable region',
    host: MAIL,
    page: sender(undefined, EDITABLE),
    drive: pasteAndGo(),
  },
  {
    name: 'paste into a plaintext-only region',
    host: MAIL,
    page: sender(undefined, EDITABLE.replace('"true"', '"plaintext-only"')),
    drive: pasteAndGo(),
  },
  {
    name: 'paste of HTML into an editable region',
    host: OFFICE,
    page: sender('lab.send(t.innerHTML)', EDITABLE),
    async drive(user) {
      await user.copy({ text: user.text, html: user.html });
      await user.click('#t');
      await user.press('Control', 'KeyV');
      await user.click('#go');
    },
  },
  {
    name: 'paste of HTML whose letters stand in spans of their own',
    page: sender('lab.send(t.innerText)', EDITABLE),
    async drive(user) {
      const html = `<p>${[...user.line].map((letter) => `<span>${letter}</span>`).join('')}</p>`;
      await user.copy({ text: 'bảng tính', html });
      await user.click('#t');
      await user.press('Control', 'KeyV');
      await user.click('#go');
    },
  },
  {
    name: 'paste without formatting (Ctrl+Shift+V)',
    page: sender(undefined, EDITABLE),
    async drive(user) {
      await user.copy({ text: user.text, html: user.html });
      await user.click('#t');
      await user.press('Control', 'Shift', 'KeyV');
      await user.click('#go');
    },
  },
  {
    name: 'paste with Shift+Insert',
    page: sender(),
    async drive(user) {
      await user.copy({ text: user.text });
      await user.click('#t');
      await user.press('Shift', 'Insert');
      await user.click('#go');
    },
  },
  {
    name: 'paste from the menu',
    page: sender(),
    async drive(user) {
      await user.copy({ text: user.text });
      await user.click('#t');
      // What the browser's own menu runs: the editing command, without keys.
      await user.session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', commands: ['paste'] });
      await user.click('#go');
    },
  },
  {
    name: 'Enter pressed at once after a paste',
    page: enterSends,
    async drive(user) {
      await user.paste('#t', user.line);
      await user.press('Enter');
    },
  },
  {
    name: 'a paste handler that reads the clipboard data',
    page: `${EDITABLE}<script>document.getElementById('t').addEventListener('paste', (e) => { e.preventDefault(); lab.send(e.clipboardData.getData('text/plain')); })</script>`,
    drive: (user) => user.paste('#t'),
  },
  {
    name: 'a paste handler on window, captured by the first script',
    page: `<script>window.addEventListener('paste', (e) => lab.send(e.clipboardData.getData('text/plain')), true)</script>${EDITABLE}`,
    drive: (user) => user.paste('#t'),
  },
  {
    name: 'a paste handler that reads items as strings',
    page: `${EDITABLE}<script>document.addEventListener('paste', (e) => { e.preventDefault(); for (const i of e.clipboardData.items) if (i.type === 'text/plain') i.getAsString((s) => lab.send(s)); })</script>`,
    drive: (user) => user.paste('#t'),
  },
  {
    name: 'a paste while nothing editable has the focus',
    page: `<p id="t">Dán ở bất cứ đâu</p><script>document.addEventListener('paste', (e) => lab.send(e.clipboardData.getData('text')))</script>`,
    drive: (user) => user.paste('#t'),
  },
  {
    name: 'a beforeinput handler that reads the data transfer',
    page: `${EDITABLE}<script>document.getElementById('t').addEventListener('beforeinput', (e) => { if (e.inputType === 'insertFromPaste') { e.preventDefault(); lab.send(e.dataTransfer.getData('text/plain')); } })</script>`,
    drive: (user) => user.paste('#t'),
  },
  {
    name: 'a handler of text/html that ignores plain text',
    host: OFFICE,
    page: `${EDITABLE}<script>const t = document.getElementById('t'); t.addEventListener('paste', (e) => { e.preventDefault(); t.innerHTML = e.clipboardData.getData('text/html'); lab.send(t.innerHTML); })</script>`,
    async drive(user) {
      await user.copy({ text: 'bảng tính', html: user.html });
      await user.click('#t');
      await user.press('Control', 'KeyV');
    },
  },
  {
    name: 'a page that reads the clipboard by itself (readText)',
    page: `<button id="go">Dán</button><script>document.getElementById('go').onclick = async () => lab.send(await navigator.clipboard.readText())</script>`,
    async drive(user) {
      await user.copy({ text: user.text });
      await user.click('#go');
    },
  },
  {
    name: 'a page that reads the clipboard by itself (read, HTML)',
    host: MAIL,
    page: `<button id="go">Dán</button><script>document.getElementById('go').onclick = async () => { const [item] = await navigator.clipboard.read(); lab.send(await (await item.getType('text/html')).text()); }</script>`,
    async drive(user) {
      await user.copy({ text: 'x', html: user.html });
      await user.click('#go');
    },
  },
  {
    name: 'a marking pasted in two halves',
    page: sender(undefined, INPUT),
    async drive(user) {
      await user.paste('#t', user.halves[0]);
      await user.copy({ text: user.halves[1] });
      await user.press('Control', 'KeyV');
      await user.click('#go');
    },
  },
  {
    name: 'a marking pasted in two halves, the second one first',
    page: sender(undefined, INPUT),
    async drive(user) {
      await user.paste('#t', user.halves[1]);
      await user.press('Home');
      await user.copy({ text: user.halves[0] });
      await user.press('Control', 'KeyV');
      await user.click('#go');
    },
  },
  {
    name: 'a paste that is completed by typing',
    page: sender(undefined, INPUT),
    async drive(user) {
      await user.paste('#t', user.halves[0]);
      await user.type(user.halves[1]);
      await user.click('#go');
    },
  },
  {
    name: 'a paste over a selection, which joins what stands around it',
    page: (c) => sender(undefined, `<input id="t" size="80" value="${c.halves[0]}#${c.halves[1]}">`),
    async drive(user) {
      await user.click('#t');
      await user.evaluate(
        `(() => { const at = t.value.indexOf('#'); t.setSelectionRange(at - 1, at + 1); })()`,
      );
      await user.copy({ text: user.halves[0].at(-1)! });
      await user.press('Control', 'KeyV');
      await user.click('#go');
    },
  },
  {
    name: 'a paste in decomposed Unicode',
    page: sender(),
    async drive(user) {
      await user.paste('#t', user.text.normalize('NFD'));
      await user.click('#go');
    },
  },
  {
    name: 'a paste whose handler moves the focus to another field',
    page: `${sender()}<textarea id="k"></textarea><script>t.addEventListener('paste', () => document.getElementById('k').focus(), true); document.getElementById('go').onclick = () => lab.send(t.value + document.getElementById('k').value)</script>`,
    drive: pasteAndGo(),
  },
  {
    name: 'a paste with undo and redo afterwards',
    host: OFFICE,
    page: sender(),
    async drive(user) {
      await user.click('#t');
      await user.type('abc ');
      await user.copy({ text: user.text });
      await user.press('Control', 'KeyV');
      const trail = await user.undoAndRedo('#t', 2);
      await user.click('#go');
      return trail;
    },
  },
  {
    name: 'a paste into an editable region with undo and redo afterwards',
    host: MAIL,
    page: sender(undefined, EDITABLE),
    async drive(user) {
      await user.click('#t');
      await user.type('abc ');
      await user.copy({ text: user.text, html: user.html });
      await user.press('Control', 'KeyV');
      const trail = await user.undoAndRedo('#t', 2);
      await user.click('#go');
      return trail;
    },
  },
  {
    name: 'a redo that brings a pasted half back',
    page: sender(undefined, INPUT),
    async drive(user) {
      await user.paste('#t', user.halves[0]);
      await user.press('Control', 'KeyZ');
      await user.press('Control', 'Shift', 'KeyZ');
      await user.type(user.halves[1]);
      await user.press('Control', 'KeyZ');
      await user.press('Control', 'Shift', 'KeyZ');
      await user.click('#go');
    },
  },
  {
    name: 'a paste that the page encrypts before sending',
    page: sender(
      `const key = await crypto.subtle.importKey('raw', new TextEncoder().encode('khoa-thu-16-byte'), 'AES-CBC', false, ['encrypt']);
       lab.send(await crypto.subtle.encrypt({ name: 'AES-CBC', iv: new Uint8Array(16) }, key, new TextEncoder().encode(text)))`,
      EDITABLE,
    ),
    drive: pasteAndGo(),
    decode: (received) => decrypt(received.map((r) => r.body)),
  },
  {
    name: 'a paste sent from a timer of the page',
    page: `${EDITABLE}<script>let last = ''; setInterval(() => { const s = document.getElementById('t').innerText; if (s && s !== last) { last = s; lab.send(s, 'draft'); } }, 60)</script>`,
    drive: async (user) => {
      await user.paste('#t');
      await user.pause(150);
    },
    often: true,
  },
  {
    name: 'a paste of a megabyte with the marking in its middle',
    page: sender(),
    async drive(user) {
      const filler = 'Thôn một trồng cây bàng, thôn hai trồng cây phượng.\n'.repeat(9000);
      await user.paste('#t', `${filler}${user.text}\n${filler}`);
      await user.click('#go');
    },
  },
];

function decrypt(bodies: readonly Buffer[]): Buffer[] {
  return bodies
    .filter((body) => body.length > 0 && body.length % 16 === 0)
    .map((body) => {
      const plain = createDecipheriv('aes-128-cbc', 'khoa-thu-16-byte', Buffer.alloc(16));
      return Buffer.concat([plain.update(body), plain.final()]);
    });
}

testChannels('paste', import.meta.filename, cases);
