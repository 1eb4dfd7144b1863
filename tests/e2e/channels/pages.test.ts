import { type ChannelCase, testChannels } from '../../support/channel-case.ts';
import { MAIL, OFFICE, SCHOOL, scripted, ZALO } from '../../support/channel-page.ts';
import type { User } from '../../support/user.ts';

const fill = async (user: User) => {
  await user.paste('#t', user.line);
  await user.click('#go');
};
const form = (attributes: string, inside: string, after = '') =>
  `<form id="fm" ${attributes}>${inside}</form>${after}<script>
    const fm = document.getElementById('fm'), t = document.getElementById('t'), go = document.getElementById('go');
    fm.action = lab.at('luu');</script>`;
const FIELD = '<input id="t" name="noi_dung" size="60">';
const held = (name: string, send: string, more: Partial<ChannelCase> = {}): ChannelCase => ({
  name,
  page: scripted(send),
  drive: (user: User) => user.click('#go'),
  ...more,
});
const q = `'?d=' + encodeURIComponent(text)`;

const cases: ChannelCase[] = [
  // Forms
  {
    name: 'a form sent by its button',
    host: OFFICE,
    page: form('method="post"', `${FIELD}<button id="go">Lưu</button>`),
    drive: fill,
  },
  { name: 'a GET form', host: SCHOOL, page: form('', `${FIELD}<button id="go">Tìm</button>`), drive: fill },
  {
    name: 'a form sent by Enter',
    host: SCHOOL,
    page: form('method="post"', FIELD),
    async drive(user) {
      await user.paste('#t', user.line);
      await user.press('Enter');
    },
  },
  {
    name: 'a form whose typed text is sent by Enter',
    host: OFFICE,
    page: form('method="post"', `${FIELD}<button id="go">Lưu</button>`),
    async drive(user) {
      await user.click('#t');
      await user.type(user.line);
      await user.press('Enter');
    },
  },
  {
    name: 'a form sent by requestSubmit()',
    host: OFFICE,
    page: `${form('method="post"', FIELD, '<button id="go">Lưu</button>')}<script>go.onclick = () => fm.requestSubmit()</script>`,
    drive: fill,
  },
  {
    name: 'a form sent by submit()',
    host: MAIL,
    page: `${form('method="post"', FIELD, '<button id="go">Lưu</button>')}<script>go.onclick = () => fm.submit()</script>`,
    drive: fill,
  },
  {
    name: 'submit() of the prototype, called on a form whose own one is hidden',
    host: MAIL,
    page: `${form('method="post"', `${FIELD}<input type="hidden" name="submit">`, '<button id="go">Lưu</button>')}<script>go.onclick = () => HTMLFormElement.prototype.submit.call(fm)</script>`,
    drive: fill,
  },
  {
    name: 'submit() taken from a fresh frame',
    host: MAIL,
    page: `${form('method="post"', FIELD, '<button id="go">Lưu</button>')}<script>go.onclick = () => { const f = document.createElement('iframe'); document.body.append(f); f.contentWindow.HTMLFormElement.prototype.submit.call(fm) }</script>`,
    drive: fill,
  },
  {
    name: 'a form into a hidden frame, sent by submit()',
    host: MAIL,
    page: `<iframe name="den" hidden></iframe>${form('method="post" target="den"', FIELD, '<button id="go">Gửi</button>')}<script>go.onclick = () => fm.submit()</script>`,
    drive: fill,
  },
  {
    name: 'a form into a new window',
    host: OFFICE,
    page: form('method="post" target="_blank"', `${FIELD}<button id="go">In</button>`),
    drive: fill,
  },
  {
    name: 'a multipart form',
    host: OFFICE,
    page: form('method="post" enctype="multipart/form-data"', `${FIELD}<button id="go">Lưu</button>`),
    drive: fill,
  },
  {
    name: 'a text/plain form',
    host: OFFICE,
    page: form('method="post" enctype="text/plain"', `${FIELD}<button id="go">Lưu</button>`),
    drive: fill,
  },
  {
    name: 'a button of another place that names the form',
    host: SCHOOL,
    page: form('method="post"', FIELD, '<button id="go" form="fm">Lưu</button>'),
    drive: fill,
  },
  {
    name: 'a button with an address of its own (formaction)',
    host: SCHOOL,
    page: `${form('method="post"', `${FIELD}<button id="go" formaction="x">Lưu</button>`)}<script>go.formAction = lab.at('khac')</script>`,
    drive: fill,
  },
  {
    name: 'an image button',
    host: SCHOOL,
    page: form('method="post"', `${FIELD}<input type="image" id="go" alt="Gửi" width="40" height="20">`),
    drive: fill,
  },
  {
    name: 'a form field outside the form (form attribute)',
    host: SCHOOL,
    page: form('method="post"', '<button id="go">Lưu</button>', FIELD.replace('<input', '<input form="fm"')),
    drive: fill,
  },
  {
    name: 'a formdata listener that adds the text',
    host: SCHOOL,
    page: `${form('method="post"', '<button id="go">Lưu</button>', '<input id="t" size="60">')}<script>fm.addEventListener('formdata', (e) => e.formData.set('them', t.value))</script>`,
    drive: fill,
  },
  {
    name: 'a form-associated custom element',
    host: OFFICE,
    page: `<script>customElements.define('o-nhap', class extends HTMLElement {
        static formAssociated = true;
        constructor() { super(); this.inner = this.attachInternals(); const r = this.attachShadow({ mode: 'closed' }); r.innerHTML = '<input size="60">';
          this.field = r.firstChild; this.field.oninput = () => this.inner.setFormValue(this.field.value); }
      });</script>${form('method="post"', '<o-nhap id="t" name="noi_dung" style="display:block;width:300px"></o-nhap><button id="go">Lưu</button>')}`,
    drive: fill,
  },
  {
    name: 'a custom element that gives the form a text of the page',
    host: OFFICE,
    page: `<script>customElements.define('o-giu', class extends HTMLElement { static formAssociated = true; connectedCallback() { this.attachInternals().setFormValue(lab.text); } });</script>${form('method="post"', '<o-giu name="noi_dung"></o-giu><button id="go">Lưu</button>')}`,
    drive: (user) => user.click('#go'),
  },
  {
    name: 'hidden fields that the page fills when the form is sent',
    host: SCHOOL,
    page: `${form('method="post"', '<input type="hidden" name="an"><div id="t" contenteditable="true" style="min-height:60px"></div><button id="go">Lưu</button>')}<script>fm.addEventListener('submit', () => { fm.an.value = t.innerHTML })</script>`,
    drive: fill,
  },
  {
    name: 'hidden fields that the page fills and then sends with submit()',
    host: SCHOOL,
    page: `${form('method="post"', '<input type="hidden" name="an">', '<button id="go">Lưu</button>')}<script>go.onclick = () => { fm.an.value = lab.text; fm.submit() }</script>`,
    drive: (user) => user.click('#go'),
  },
  {
    name: 'a form made by script and never shown',
    host: SCHOOL,
    page: scripted(
      `const f = document.createElement('form'); f.method = 'post'; f.action = lab.at('luu'); const i = document.createElement('textarea'); i.name = 'm'; i.value = text; f.append(i); document.body.append(f); f.submit()`,
    ),
    drive: (user) => user.click('#go'),
  },
  {
    name: 'a dialog form whose value is sent on close',
    host: MAIL,
    page: `<dialog id="dg"><form method="dialog"><input id="t" size="60"><button id="go" value="ok">Xong</button></form></dialog><script>const dg = document.getElementById('dg'), t = document.getElementById('t'); dg.showModal(); dg.addEventListener('close', () => lab.send(t.value));</script>`,
    drive: fill,
  },
  {
    name: 'a choice list whose option holds the text',
    host: SCHOOL,
    page: (c) =>
      form(
        'method="post"',
        `<select name="chon"><option>${c.line}</option></select><button id="go">Lưu</button>`,
      ),
    drive: (user) => user.click('#go'),
  },
  {
    name: 'a button whose value holds the text',
    host: SCHOOL,
    page: (c) => form('method="post"', `<button id="go" name="b" value="${c.line}">Lưu</button>`),
    drive: (user) => user.click('#go'),
  },
  // Addresses and navigation
  held('location.href', `location.href = lab.at('di') + ${q}`, { host: SCHOOL }),
  held('location.assign', `location.assign(lab.at('di') + ${q})`),
  held('location.replace', `location.replace(lab.at('di') + ${q})`),
  held(
    'location to another host',
    `location.href = lab.at('di').replace(location.host, 'cdn.khac.example.net') + ${q}`,
  ),
  held('window.open', `window.open(lab.at('di') + ${q})`),
  held(
    'window.open of a blank window that is then sent on',
    `const w = window.open('about:blank'); w.location = lab.at('di') + ${q}`,
    {
      limit: 'windows',
    },
  ),
  held(
    'a link made and clicked by script',
    `const a = document.createElement('a'); a.href = lab.at('di') + ${q}; a.click()`,
  ),
  held(
    'a link into a new window made and clicked by script',
    `const a = document.createElement('a'); a.target = '_blank'; a.href = lab.at('di') + ${q}; document.body.append(a); a.click()`,
  ),
  {
    name: 'a link of the page that a person clicks',
    host: SCHOOL,
    page: `<a id="go" href="#">Xem</a><script>document.getElementById('go').href = lab.at('di') + '?d=' + encodeURIComponent(lab.text)</script>`,
    drive: (user) => user.click('#go'),
  },
  {
    name: 'a link with ping addresses',
    host: SCHOOL,
    page: `<a id="go" href="#x">Xem</a><script>document.getElementById('go').ping = lab.at('ping') + '?d=' + encodeURIComponent(lab.text)</script>`,
    drive: (user) => user.click('#go'),
  },
  held(
    'a meta refresh',
    `const m = document.createElement('meta'); m.httpEquiv = 'refresh'; m.content = '0;url=' + lab.at('di') + ${q}; document.head.append(m)`,
  ),
  held(
    'a frame address',
    `const f = document.createElement('iframe'); f.src = lab.at('khung') + ${q}; document.body.append(f)`,
  ),
  held('an image address', `new Image().src = lab.at('anh') + ${q}`),
  held(
    'an image address set as an attribute',
    `const i = document.createElement('img'); i.setAttribute('src', lab.at('anh') + ${q})`,
  ),
  held(
    'an image set (srcset)',
    `const i = document.createElement('img'); i.srcset = lab.at('anh') + ${q} + ' 1x'; document.body.append(i)`,
  ),
  held(
    'an image in HTML text',
    `document.body.insertAdjacentHTML('beforeend', '<img src="' + lab.at('anh') + ${q} + '">')`,
  ),
  held(
    'an image in innerHTML of a detached element',
    `document.createElement('div').innerHTML = '<img src="' + lab.at('anh') + ${q} + '">'`,
  ),
  held(
    'a script address',
    `const s = document.createElement('script'); s.src = lab.at('ma') + ${q}; document.head.append(s)`,
  ),
  held(
    'a stylesheet address',
    `const l = document.createElement('link'); l.rel = 'stylesheet'; l.href = lab.at('kieu') + ${q}; document.head.append(l)`,
  ),
  held(
    'a prefetch address',
    `const l = document.createElement('link'); l.rel = 'prefetch'; l.href = lab.at('truoc') + ${q}; document.head.append(l)`,
  ),
  held('a CSS background', `document.body.style.backgroundImage = 'url("' + lab.at('nen') + ${q} + '")'`),
  held(
    'a CSS rule in a style element',
    `const s = document.createElement('style'); s.textContent = 'body{background:url("' + lab.at('nen') + ${q} + '")}'; document.head.append(s)`,
  ),
  held(
    'a CSS import',
    `const s = document.createElement('style'); s.textContent = '@import url("' + lab.at('kieu') + ${q} + '");'; document.head.append(s)`,
  ),
  held(
    'a constructed stylesheet',
    `const s = new CSSStyleSheet(); s.replaceSync('body{background:url("' + lab.at('nen') + ${q} + '")}'); document.adoptedStyleSheets = [s]`,
  ),
  held('a font address', `new FontFace('x', 'url("' + lab.at('chu') + ${q} + '")').load().catch(() => {})`),
  held(
    'an SVG image',
    `const i = document.createElementNS('http://www.w3.org/2000/svg', 'image'); i.setAttribute('href', lab.at('anh') + ${q}); const s = document.createElementNS('http://www.w3.org/2000/svg', 'svg'); s.append(i); document.body.append(s)`,
  ),
  held('an audio address', `new Audio(lab.at('tieng') + ${q}).load()`),
  held(
    'a video poster',
    `const v = document.createElement('video'); v.poster = lab.at('bia') + ${q}; document.body.append(v)`,
  ),
  held(
    'an object address',
    `const o = document.createElement('object'); o.data = lab.at('vat') + ${q}; document.body.append(o)`,
  ),
  held(
    'an embed address',
    `const o = document.createElement('embed'); o.src = lab.at('vat') + ${q}; document.body.append(o)`,
  ),
  held(
    'a track address',
    `const v = document.createElement('video'), k = document.createElement('track'); k.kind = 'subtitles'; k.default = true; k.src = lab.at('phu-de') + ${q}; v.append(k); document.body.append(v); k.track.mode = 'showing'`,
  ),
  held(
    'loading by a frame whose markup holds an image',
    `const f = document.createElement('iframe'); f.srcdoc = '<img src="' + lab.at('anh') + ${q} + '">'; document.body.append(f)`,
  ),
  held(
    'loading by a frame whose markup is an attribute',
    `const f = document.createElement('iframe'); f.setAttribute('srcdoc', '<img src="' + lab.at('anh') + ${q} + '">'); document.body.append(f)`,
  ),
  held(
    'loading by an attribute node',
    `const a = document.createAttribute('src'); a.value = lab.at('anh') + ${q}; const i = document.createElement('img'); i.setAttributeNode(a); document.body.append(i)`,
  ),
  held(
    'loading by the value of an attribute that is there',
    `const i = document.createElement('img'); i.src = 'data:,'; i.attributes.src.value = lab.at('anh') + ${q}; document.body.append(i)`,
  ),
  held(
    'loading by the base value of an SVG address',
    `const i = document.createElementNS('http://www.w3.org/2000/svg', 'image'); i.href.baseVal = lab.at('anh') + ${q}; const s = document.createElementNS('http://www.w3.org/2000/svg', 'svg'); s.append(i); document.body.append(s)`,
  ),
  held('loading by the background of the body', `document.body.background = lab.at('nen') + ${q}`),
  held(
    'loading by a stylesheet that is replaced later',
    `const s = new CSSStyleSheet(); document.adoptedStyleSheets = [s]; await s.replace('body{background:url("' + lab.at('nen') + ${q} + '")}')`,
  ),
  held(
    'loading by a rule added the old way',
    `const s = document.createElement('style'); document.head.append(s); s.sheet.addRule('body', 'background:url("' + lab.at('nen') + ${q} + '")')`,
  ),
  held(
    'loading by a document parsed from markup',
    `const d = Document.parseHTMLUnsafe('<img src="' + lab.at('anh') + ${q} + '">'); document.body.append(d.body.firstChild)`,
  ),
  held(
    'loading by the command that inserts an image',
    `const d = document.createElement('div'); d.contentEditable = 'true'; document.body.append(d); d.focus(); document.execCommand('insertImage', false, lab.at('anh') + ${q})`,
  ),
  held('a dynamic import', `import(lab.at('mo-dun') + ${q}).catch(() => {})`, {
    limit: 'imports',
  }),
  held('document.write of an image', `document.write('<img src="' + lab.at('anh') + ${q} + '">')`),
  held('a cookie', `document.cookie = 'tin=' + encodeURIComponent(text) + '; path=/'; lab.send('x')`),
  held(
    'a cookie of the cookie store',
    `await cookieStore.set('tin2', encodeURIComponent(text)); lab.send('x')`,
  ),
  held(
    'the address bar, then a page that sends its referrer',
    `history.pushState(0, '', '?d=' + encodeURIComponent(text)); lab.send('x', 'in', { referrerPolicy: 'unsafe-url' })`,
  ),
  held(
    'the fragment of the address, sent by a beacon',
    `location.hash = encodeURIComponent(text); setTimeout(() => navigator.sendBeacon(lab.at('in'), location.href), 50)`,
  ),
  held(
    'the title of the page, sent by a beacon',
    `document.title = lab.line; setTimeout(() => navigator.sendBeacon(lab.at('in'), document.title), 50)`,
  ),
  held(
    'a speculation rule',
    `const s = document.createElement('script'); s.type = 'speculationrules'; s.textContent = JSON.stringify({ prefetch: [{ urls: [lab.at('truoc') + ${q}], eagerness: 'immediate' }] }); document.head.append(s)`,
  ),
  // Prompts, storage, time
  {
    name: 'window.prompt()',
    host: ZALO,
    page: `<button id="go">Ghi chú</button><script>document.getElementById('go').onclick = () => lab.send(prompt('Nội dung') ?? '')</script>`,
    async drive(user) {
      user.page.once('dialog', (dialog) => void dialog.accept(user.line));
      await user.click('#go');
    },
  },
  {
    name: 'local storage, read and sent by the next page',
    page: (c) => ({
      '': `<input id="t"><script>document.getElementById('t').addEventListener('input', (e) => localStorage.setItem('${c.run}', e.target.value))</script>`,
      sau: `<script>addEventListener('load', () => lab.send(localStorage.getItem('${c.run}')))</script>`,
    }),
    async drive(user) {
      await user.paste('#t', user.line);
      await user.page.goto(`${user.page.url()}sau`).catch(() => {});
    },
    looseEvents: true,
  },
  {
    name: 'IndexedDB, read and sent later',
    page: scripted(
      `const open = indexedDB.open('kho-' + lab.canary); open.onupgradeneeded = () => open.result.createObjectStore('s'); open.onsuccess = () => { open.result.transaction('s', 'readwrite').objectStore('s').put(text, 1).onsuccess = () => { open.result.transaction('s').objectStore('s').get(1).onsuccess = (e) => lab.send(e.target.result); }; }`,
    ),
    drive: (user) => user.click('#go'),
  },
  ...(['pagehide', 'visibilitychange', 'beforeunload', 'unload'] as const).map(
    (type): ChannelCase => ({
      name: `a beacon on ${type}`,
      host: MAIL,
      page: () => ({
        '': `<textarea id="t"></textarea><script>(${JSON.stringify(type)} === 'visibilitychange' ? document : window).addEventListener(${JSON.stringify(type)}, () => navigator.sendBeacon(lab.at('in'), document.getElementById('t').value))</script>`,
        sau: '<p>Trang sau</p>',
      }),
      async drive(user) {
        await user.click('#t');
        await user.type(user.line);
        await user.page.goto(`${user.page.url()}sau`).catch(() => {});
      },
      looseEvents: true,
    }),
  ),
  {
    name: 'a fetch with keepalive on pagehide',
    host: MAIL,
    page: () => ({
      '': `<textarea id="t"></textarea><script>addEventListener('pagehide', () => lab.send(document.getElementById('t').value, 'in', { keepalive: true }))</script>`,
      sau: '<p>Trang sau</p>',
    }),
    async drive(user) {
      await user.click('#t');
      await user.type(user.line);
      await user.page.goto(`${user.page.url()}sau`).catch(() => {});
    },
    looseEvents: true,
  },
  {
    name: 'a page that comes back from the back/forward cache',
    page: () => ({
      '': `<textarea id="t"></textarea><button id="go">Gửi</button><script>document.getElementById('go').onclick = () => lab.send(document.getElementById('t').value)</script>`,
      sau: '<p>Trang sau</p>',
    }),
    async drive(user) {
      await user.page.goto(`${user.page.url()}sau`);
      await user.page.goBack();
      await user.paste('#t', user.line);
      await user.click('#go');
    },
    looseEvents: true,
  },
  {
    name: 'a marked field in a page that comes back from the back/forward cache',
    page: () => ({
      '': `<textarea id="t"></textarea><button id="go">Gửi</button><script>addEventListener('pageshow', (e) => { window.back = e.persisted }); document.getElementById('go').onclick = () => lab.send(document.getElementById('t').value)</script>`,
      sau: '<p>Trang sau</p>',
    }),
    async drive(user) {
      await user.click('#t');
      await user.type(user.line);
      await user.page.goto(`${user.page.url()}sau`);
      await user.page.goBack();
      await user.click('#go');
      return user.evaluate('window.back');
    },
    looseEvents: true,
  },
  {
    name: 'an address that the browser fills in',
    host: SCHOOL,
    page: `<form id="fm"><input id="ten" autocomplete="name"><input id="t" autocomplete="organization" size="60"><input autocomplete="street-address"><input autocomplete="address-level2"><input autocomplete="email"></form><button id="go" type="button">Gửi</button><script>const t = document.getElementById('t'); document.getElementById('go').onclick = () => lab.send(t.value)</script>`,
    async drive(user) {
      await user.click('#ten');
      const { root } = await user.session.send('DOM.getDocument');
      const { nodeId } = await user.session.send('DOM.querySelector', {
        nodeId: root.nodeId,
        selector: '#ten',
      });
      const { node } = await user.session.send('DOM.describeNode', { nodeId });
      const field = (name: string, value: string) => ({ name, value });
      const address = {
        fields: [
          field('NAME_FULL', 'Nguyễn Văn A'),
          field('COMPANY_NAME', user.line),
          field('ADDRESS_HOME_STREET_ADDRESS', 'Thôn 1'),
          field('ADDRESS_HOME_CITY', 'Hòa Sơn'),
          field('ADDRESS_HOME_COUNTRY', 'VN'),
        ],
      };
      const trigger = { fieldId: node.backendNodeId, address };
      await user.session.send('Autofill.trigger' as 'Autofill.disable', trigger as never);
      await user.until(`document.getElementById('t').value !== ''`);
      await user.click('#go');
    },
    looseEvents: true,
  },
];

testChannels('pages', import.meta.filename, cases);
