import { type ChannelCase, testChannels } from '../../support/channel-case.ts';
import { MAIL, OFFICE, SCHOOL, scripted } from '../../support/channel-page.ts';
import type { User } from '../../support/user.ts';

/** Text that the page's script holds and sends by itself: only what stands on the network's side can stop it. */
const held = (name: string, send: string, more: Partial<ChannelCase> = {}): ChannelCase => ({
  name,
  page: scripted(send),
  drive: (user: User) => user.click('#go'),
  ...more,
});

const socket = (onOpen: string) =>
  `const w = new WebSocket(lab.at('ws').replace('https', 'wss')); w.onopen = async () => { ${onOpen} }`;

const cases: ChannelCase[] = [
  held('fetch of a string', 'lab.send(text)'),
  held(
    'fetch of JSON',
    `lab.send(JSON.stringify({ m: { tin: [text] } }), 'in', { headers: { 'content-type': 'application/json' } })`,
  ),
  held('fetch of form data', `const f = new FormData(); f.append('noi_dung', text); lab.send(f)`),
  held(
    'fetch of a text file inside form data',
    `const f = new FormData(); f.append('tep', new File([text], 'a.txt')); lab.send(f)`,
  ),
  held('fetch of URL parameters', 'lab.send(new URLSearchParams({ m: text }))', { host: MAIL }),
  held(
    'fetch of a Blob',
    `lab.send(new Blob(['{"m":', JSON.stringify(text), '}'], { type: 'application/json' }))`,
  ),
  held(
    'fetch of a Blob made of Blobs and slices',
    `const b = new Blob([new Blob([text.slice(0, 30)]), text.slice(30)]); lab.send(new Blob([b.slice(0, 40), b.slice(40)]))`,
  ),
  held('fetch of an ArrayBuffer', 'lab.send(new TextEncoder().encode(text).buffer)', { host: OFFICE }),
  held(
    'fetch of a view into a larger buffer',
    `const bytes = new TextEncoder().encode('####' + text + '####'); lab.send(bytes.subarray(4, bytes.length - 4))`,
  ),
  held('fetch of a DataView', 'lab.send(new DataView(new TextEncoder().encode(text).buffer))'),
  held('fetch of a Request', `fetch(new Request(lab.at('in'), { method: 'POST', body: text }))`, {
    host: MAIL,
  }),
  held(
    'fetch of a Request built from another one',
    `const r = new Request(lab.at('in'), { method: 'POST', body: text }); fetch(new Request(r, { headers: { 'x-a': '1' } }))`,
  ),
  held(
    'fetch of a Request whose options carry the body',
    `fetch(new Request(lab.at('in'), { method: 'POST' }), { body: text })`,
  ),
  held(
    'fetch of a readable stream',
    `const s = new ReadableStream({ start(c) { const b = new TextEncoder().encode(text); c.enqueue(b.slice(0, 33)); c.enqueue(b.slice(33)); c.close(); } }); lab.send(s, 'in', { duplex: 'half' })`,
  ),
  held('fetch of the body of a Response', `lab.send(new Response(text).body, 'in', { duplex: 'half' })`),
  held('fetch with keepalive', `lab.send(text, 'in', { keepalive: true })`, { host: SCHOOL }),
  held('fetch with PUT', `lab.send(text, 'in', { method: 'PUT' })`),
  held('fetch of an object with toString', `lab.send({ toString: () => text })`),
  held('fetch in the address', `fetch(lab.at('in?d=' + encodeURIComponent(text)))`),
  held('fetch in a URL object', `const u = new URL(lab.at('in')); u.searchParams.set('d', text); fetch(u)`),
  held('fetch in a header', `fetch(lab.at('in'), { headers: { 'x-tin': encodeURIComponent(text) } })`),
  held(
    'fetch in a header of a Headers object',
    `const h = new Headers(); h.append('x-tin', btoa(unescape(encodeURIComponent(text)))); fetch(lab.at('in'), { headers: h })`,
  ),
  held(
    'fetch to another origin without CORS',
    `fetch(lab.at('in').replace(location.host, 'cdn.khac.example.net'), { method: 'POST', mode: 'no-cors', body: text })`,
  ),
  held(
    'window.fetch taken from a fresh frame',
    `const f = document.createElement('iframe'); document.body.append(f); f.contentWindow.fetch(lab.at('in'), { method: 'POST', body: text })`,
  ),
  held(
    'XMLHttpRequest taken from a fresh frame',
    `const f = document.createElement('iframe'); document.body.append(f); const x = new f.contentWindow.XMLHttpRequest(); x.open('POST', lab.at('in')); x.send(text)`,
  ),
  held('fetchLater', `fetchLater(lab.at('in'), { method: 'POST', body: text, activateAfter: 0 })`),
  held(
    'XMLHttpRequest of a string',
    `const x = new XMLHttpRequest(); x.open('POST', lab.at('in')); x.send(text)`,
  ),
  held(
    'XMLHttpRequest of a string, synchronous',
    `const x = new XMLHttpRequest(); x.open('POST', lab.at('in'), false); x.send(text)`,
    { host: MAIL },
  ),
  held(
    'XMLHttpRequest of form data',
    `const f = new FormData(); f.append('m', text); const x = new XMLHttpRequest(); x.open('POST', lab.at('in')); x.send(f)`,
  ),
  held(
    'XMLHttpRequest of URL parameters',
    `const x = new XMLHttpRequest(); x.open('POST', lab.at('in')); x.send(new URLSearchParams({ m: text }))`,
  ),
  held(
    'XMLHttpRequest of a Blob',
    `const x = new XMLHttpRequest(); x.open('POST', lab.at('in')); x.send(new Blob([text]))`,
    { host: OFFICE },
  ),
  held(
    'XMLHttpRequest of a Blob, synchronous',
    `const x = new XMLHttpRequest(); x.open('POST', lab.at('in'), false); x.send(new Blob([text]))`,
  ),
  held(
    'XMLHttpRequest of bytes',
    `const x = new XMLHttpRequest(); x.open('PUT', lab.at('in')); x.send(new TextEncoder().encode(text))`,
  ),
  held(
    'XMLHttpRequest of a document',
    `const d = new DOMParser().parseFromString('<p>' + text + '</p>', 'text/html'); const x = new XMLHttpRequest(); x.open('POST', lab.at('in')); x.send(d)`,
  ),
  held(
    'XMLHttpRequest in the address',
    `const x = new XMLHttpRequest(); x.open('GET', lab.at('in?d=' + encodeURIComponent(text))); x.send()`,
  ),
  held(
    'XMLHttpRequest in a header',
    `const x = new XMLHttpRequest(); x.open('GET', lab.at('in')); x.setRequestHeader('x-tin', encodeURIComponent(text)); x.send()`,
  ),
  held('a beacon of a string', `navigator.sendBeacon(lab.at('in'), text)`, { host: MAIL }),
  held('a beacon of a Blob', `navigator.sendBeacon(lab.at('in'), new Blob([text], { type: 'text/plain' }))`),
  held(
    'a beacon of form data',
    `const f = new FormData(); f.append('m', text); navigator.sendBeacon(lab.at('in'), f)`,
  ),
  held('a beacon of bytes', `navigator.sendBeacon(lab.at('in'), new TextEncoder().encode(text))`),
  held('a beacon of URL parameters', `navigator.sendBeacon(lab.at('in'), new URLSearchParams({ m: text }))`),
  held('a beacon in the address', `navigator.sendBeacon(lab.at('in?d=' + encodeURIComponent(text)))`),
  held('a WebSocket message', socket('w.send(JSON.stringify({ m: text }))')),
  held('a WebSocket message of bytes', socket('w.send(new TextEncoder().encode(text))'), { host: OFFICE }),
  held('a WebSocket message of a Blob', socket('w.send(new Blob([text]))')),
  held(
    'a WebSocket message after clean ones',
    socket(`w.send('xin chào'); w.send('một'); w.send(text); w.send('hai')`),
  ),
  held(
    'a WebSocket message cut into frames',
    socket(`for (let i = 0; i < text.length; i += 5) w.send(text.slice(i, i + 5))`),
  ),
  held(
    'a WebSocket address',
    `new WebSocket(lab.at('ws?d=' + encodeURIComponent(text)).replace('https', 'wss')).onopen = (e) => e.target.send('vào')`,
  ),
  held(
    'a WebSocket sub-protocol',
    `const w = new WebSocket(lab.at('ws').replace('https', 'wss'), [[...new TextEncoder().encode(text)].map((b) => b.toString(16).padStart(2, '0')).join('')]); w.onopen = () => w.send('vào')`,
  ),
  held(
    'a WebSocket from a fresh frame',
    `const f = document.createElement('iframe'); document.body.append(f); const w = new f.contentWindow.WebSocket(lab.at('ws').replace('https', 'wss')); w.onopen = () => w.send(text)`,
  ),
  held(
    'a WebSocketStream',
    `const s = new WebSocketStream(lab.at('ws').replace('https', 'wss')); const { writable } = await s.opened; await writable.getWriter().write(text)`,
  ),
  held('an EventSource address', `new EventSource(lab.at('es?d=' + encodeURIComponent(text)))`),
  held('text in base64', `lab.send(btoa(unescape(encodeURIComponent(text))))`),
  held(
    'text in base64 inside JSON',
    `lab.send(JSON.stringify({ v: 1, d: btoa(unescape(encodeURIComponent(text))) }))`,
  ),
  held(
    'text in URL-safe base64 in the address',
    `fetch(lab.at('in?d=' + btoa(unescape(encodeURIComponent(text))).replaceAll('+', '-').replaceAll('/', '_')))`,
  ),
  held(
    'text in hexadecimal',
    `lab.send([...new TextEncoder().encode(text)].map((b) => b.toString(16).padStart(2, '0')).join(''))`,
  ),
  held(
    'text packed with gzip',
    `lab.send(await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer())`,
  ),
  held(
    'text packed with deflate',
    `lab.send(await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('deflate'))).arrayBuffer())`,
  ),
  held(
    'text packed as a gzip stream',
    `lab.send(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip')), 'in', { duplex: 'half' })`,
  ),
  held(
    'text packed with gzip, then base64',
    `const b = new Uint8Array(await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer()); lab.send(JSON.stringify({ z: btoa(String.fromCharCode(...b)) }))`,
  ),
  held('text in UTF-16', `lab.send(new Uint16Array([...text].map((c) => c.charCodeAt(0))))`),
  held(
    'text in UTF-16, high byte first',
    `lab.send(new Uint8Array([...text].flatMap((c) => [c.charCodeAt(0) >> 8, c.charCodeAt(0) & 255])))`,
  ),
  held(
    'text in \\u escapes',
    `lab.send(JSON.stringify({ m: text }).replace(/[^ -~]/g, (c) => '\\\\u' + c.charCodeAt(0).toString(16).padStart(4, '0')))`,
  ),
  held(
    'text in HTML character references',
    `lab.send([...text].map((c) => c > '~' ? '&#' + c.codePointAt(0) + ';' : c).join(''))`,
  ),
  held('text escaped twice in a form', `lab.send(new URLSearchParams({ m: encodeURIComponent(text) }))`),
  held('text in decomposed Unicode', `lab.send(text.normalize('NFD'))`),
  held(
    'a marking split over JSON fields',
    `lab.send(JSON.stringify(lab.line.split(/(?<= )/).map((w) => ({ t: w }))))`,
  ),
  held(
    'a marking split over form fields',
    `const f = new FormData(); lab.line.split(/(?<= )/).forEach((w, i) => f.append('o' + i, w)); lab.send(f)`,
  ),
  held(
    'a marking split over requests',
    `for (const w of lab.line.match(/.{1,7}/gu)) await lab.send(w, 'doan')`,
  ),
  held(
    'a marking with every letter in an element of its own',
    `lab.send([...text].map((c) => c === '\\n' ? '<br>' : '<b>' + c + '</b>').join(''))`,
  ),
  held(
    'an operation list of one letter each',
    `lab.send(JSON.stringify({ ops: [...text].map((insert) => ({ insert })) }))`,
  ),
  held(
    'a long text whose marking stands at its end',
    `lab.send('Thôn một trồng cây bàng.\\n'.repeat(12000) + text)`,
  ),
];

testChannels('scripts', import.meta.filename, cases, { http2: true });
