import { type ChannelCase, testChannels } from '../../support/channel-case.ts';
import { EDITABLE, MAIL, OFFICE, sender } from '../../support/channel-page.ts';
import type { User } from '../../support/user.ts';

/** Small models of how rich editors treat events; the model, not the document, is what is sent, and it is encrypted. */
const editor = (name: string, body: string, more: Partial<ChannelCase> = {}): ChannelCase[] => {
  const page = `${EDITABLE}<button id="go">Gửi</button><script>
    const t = document.getElementById('t'); let model = '';
    const send = () => lab.send(new TextEncoder().encode(model).map((b) => b ^ 77));
    document.getElementById('go').onclick = send;
    const render = () => { t.innerHTML = model.split('\\n').map((l) => '<p>' + (l || '<br>') + '</p>').join(''); getSelection().selectAllChildren(t); getSelection().collapseToEnd(); };
    ${body}</script>`;
  const decode: ChannelCase['decode'] = (received) =>
    received.map((r) => Buffer.from(r.body.map((b) => b ^ 77)));
  return [
    {
      name: `a paste into ${name}`,
      page,
      decode,
      async drive(user: User) {
        await user.copy({ text: user.text, html: user.html });
        await user.click('#t');
        await user.press('Control', 'KeyV');
        await user.pause(60);
        await user.click('#go');
      },
      ...more,
    },
    {
      name: `typing into ${name}`,
      page,
      decode,
      async drive(user: User) {
        await user.click('#t');
        await user.type(user.line);
        await user.pause(60);
        await user.click('#go');
      },
      ...more,
    },
  ];
};

const cases: ChannelCase[] = [
  ...editor(
    'an editor that cancels every beforeinput and keeps a model (as Slate)',
    `t.addEventListener('beforeinput', (e) => { if (e.isComposing) return; e.preventDefault();
       if (e.inputType === 'insertParagraph') model += '\\n';
       else if (e.inputType === 'insertFromPaste') model += e.dataTransfer.getData('text/plain');
       else if (e.data) model += e.data; render(); });`,
  ),
  ...editor(
    'an editor that reads its document back after mutations (as ProseMirror)',
    `t.addEventListener('paste', (e) => { e.preventDefault(); const d = new DOMParser().parseFromString(e.clipboardData.getData('text/html') || e.clipboardData.getData('text/plain'), 'text/html'); t.append(...d.body.childNodes); });
     new MutationObserver(() => { model = t.innerText; }).observe(t, { childList: true, characterData: true, subtree: true });`,
    { host: MAIL },
  ),
  ...editor(
    'an editor that queues its updates (as Lexical)',
    `const later = (f) => queueMicrotask(() => { f(); render(); });
     t.addEventListener('paste', (e) => { e.preventDefault(); const s = e.clipboardData.getData('text/plain'); later(() => { model += s; }); });
     t.addEventListener('beforeinput', (e) => { if (e.inputType !== 'insertText') return; e.preventDefault(); later(() => { model += e.data; }); });`,
  ),
  ...editor(
    'an editor that reads keydown and keypress itself (as Draft.js)',
    `t.addEventListener('keypress', (e) => { if (e.ctrlKey) return; e.preventDefault(); model += e.key === 'Enter' ? '\\n' : e.key; render(); });
     t.addEventListener('beforeinput', (e) => { if (e.inputType === 'insertText') { e.preventDefault(); model += e.data; render(); } });
     t.addEventListener('paste', (e) => { e.preventDefault(); model += e.clipboardData.getData('text/plain'); render(); });`,
    { host: MAIL },
  ),
  ...editor(
    'an editor that types into a hidden text area (as Monaco)',
    `t.contentEditable = 'false'; t.style.whiteSpace = 'pre';
     const hidden = document.createElement('textarea'); hidden.style.cssText = 'position:fixed;left:0;top:0;width:2px;height:2px;opacity:0'; document.body.append(hidden);
     t.addEventListener('mousedown', (e) => { e.preventDefault(); hidden.focus(); });
     hidden.addEventListener('input', () => { model += hidden.value; hidden.value = ''; t.textContent = model; });`,
    { host: OFFICE },
  ),
  ...editor(
    'an editor that types into a hidden text area and draws on a canvas',
    `t.contentEditable = 'false'; const c = document.createElement('canvas'); c.width = 500; c.height = 80; t.append(c); const g = c.getContext('2d');
     const hidden = document.createElement('textarea'); hidden.style.cssText = 'position:fixed;left:-900px'; document.body.append(hidden);
     t.addEventListener('mousedown', (e) => { e.preventDefault(); hidden.focus(); });
     hidden.addEventListener('input', () => { model += hidden.value; hidden.value = ''; g.fillText(model, 5, 20); });`,
  ),
  ...editor(
    'an editor built on EditContext',
    `t.contentEditable = 'false'; t.tabIndex = 0; const ec = new EditContext(); t.editContext = ec;
     ec.addEventListener('textupdate', () => { model = ec.text; t.textContent = model; });
     t.addEventListener('paste', (e) => { const s = e.clipboardData.getData('text/plain'); ec.updateText(ec.text.length, ec.text.length, s); model = ec.text; t.textContent = model; });`,
  ),
  {
    name: 'keys pressed in an editor that draws on a canvas what keydown tells it',
    host: OFFICE,
    page: `<canvas id="t" tabindex="0" width="500" height="80"></canvas><button id="go">Gửi</button><script>
      const t = document.getElementById('t'); const g = t.getContext('2d'); let model = '';
      t.addEventListener('keydown', (e) => { if (e.key.length !== 1 || e.ctrlKey) return; model += e.key; g.fillText(model, 5, 20); });
      document.getElementById('go').onclick = () => lab.send(new TextEncoder().encode(model).map((b) => b ^ 77));</script>`,
    decode: (received) => received.map((r) => Buffer.from(r.body.map((b) => b ^ 77))),
    async drive(user) {
      await user.click('#t');
      await user.typeKeys(user.line);
      await user.click('#go');
    },
  },
  ...editor(
    'an editor that sets innerHTML on each input and stops the event',
    `t.addEventListener('input', (e) => { e.stopImmediatePropagation(); model = t.innerText; }, true);`,
  ),
  ...editor(
    'an editor whose listeners stand on window, captured first',
    `addEventListener('beforeinput', (e) => { e.stopImmediatePropagation(); }, true); addEventListener('input', (e) => { e.stopImmediatePropagation(); model = t.innerText; }, true);`,
  ),
  {
    name: 'a controlled text area whose value is set back on each key',
    page: `<textarea id="t" rows="4" cols="60"></textarea><button id="go">Gửi</button><script>
      const t = document.getElementById('t'); let state = ''; const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set;
      t.addEventListener('input', () => { state = t.value; queueMicrotask(() => set.call(t, state)); });
      document.getElementById('go').onclick = () => lab.send(state);</script>`,
    async drive(user) {
      await user.paste('#t');
      await user.type(' hết');
      await user.click('#go');
    },
  },
  // Drops
  {
    name: 'a drop of text into a text area',
    host: OFFICE,
    page: sender(),
    async drive(user) {
      await user.dropText('#t', user.text);
      await user.click('#go');
    },
  },
  {
    name: 'a drop of HTML into an editable region',
    host: OFFICE,
    page: sender('lab.send(t.innerHTML)', EDITABLE),
    async drive(user) {
      await user.dropText('#t', user.text, user.html);
      await user.click('#go');
    },
  },
  {
    name: 'a drop of text that the page takes itself',
    page: `<div id="t" style="width:300px;height:90px;border:1px solid"></div><script>const t = document.getElementById('t'); t.ondragover = (e) => e.preventDefault(); t.ondrop = (e) => { e.preventDefault(); lab.send(e.dataTransfer.getData('text/plain')); }</script>`,
    drive: (user) => user.dropText('#t', user.text),
  },
  {
    name: 'a drop of text taken by window, captured first',
    page: `<script>addEventListener('dragover', (e) => e.preventDefault(), true); addEventListener('drop', (e) => { e.preventDefault(); for (const i of e.dataTransfer.items) i.getAsString((s) => lab.send(s)); }, true)</script><div id="t" style="height:90px">Thả</div>`,
    drive: (user) => user.dropText('#t', user.text),
  },
  {
    name: 'a selection dragged from the page into an editable region',
    host: MAIL,
    page: (c) => `<p id="nguon">${c.line}</p>${sender(undefined, EDITABLE)}`,
    async drive(user) {
      await user.drag('#nguon', '#t');
      await user.click('#go');
    },
  },
  {
    name: 'a selection dragged from one field into another',
    host: MAIL,
    page: (c) => `<textarea id="nguon" rows="2" cols="60">${c.line}</textarea><br>${sender()}`,
    async drive(user) {
      await user.drag('#nguon', '#t');
      await user.click('#go');
    },
  },
  {
    name: 'a drop that joins the halves of a marking',
    page: (c) => sender(undefined, `<input id="t" size="80" value="${c.halves[0]}">`),
    async drive(user) {
      await user.click('#t');
      await user.press('End');
      await user.copy({ text: user.halves[1] });
      await user.press('Control', 'KeyV');
      await user.click('#go');
    },
  },
];

testChannels('editors and drops', import.meta.filename, cases);
