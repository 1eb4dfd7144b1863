import { type CaseContext, type ChannelCase, testChannels } from '../../support/channel-case.ts';
import {
  attribute,
  EDITABLE,
  ELSEWHERE,
  MAIL,
  OFFICE,
  SCHOOL,
  script,
  scripted,
  sender,
} from '../../support/channel-page.ts';
import type { User } from '../../support/user.ts';

const inFrame =
  (name = 'khung') =>
  async (user: User) => {
    const frame = await user.frame(name);
    await user.paste('#t', user.text, frame);
    await user.click('#go', frame);
  };
const go = (user: User) => user.click('#go');
/** A page without an address of its own, so without a relative one either. */
const bare = (c: CaseContext) =>
  `<meta charset="utf-8"><textarea id="t" rows="5" cols="40"></textarea><button id="go">Gửi</button><script>document.getElementById('go').onclick = () => fetch('${c.at('in')}', { method: 'POST', mode: 'no-cors', body: document.getElementById('t').value })</script>`;
const SIZE = 'width="600" height="260"';
const POST = `fetch(e.data.at, { method: 'POST', body: e.data.text })`;

const cases: ChannelCase[] = [
  {
    name: 'a paste in a frame of the same origin',
    host: MAIL,
    page: (c) => ({ '': `<iframe name="khung" src="${c.at('trong')}" ${SIZE}></iframe>`, trong: sender() }),
    drive: inFrame(),
  },
  {
    name: 'a paste in a frame of another protected origin',
    host: OFFICE,
    page: (c) => ({
      '': `<iframe name="khung" src="${c.at('trong', SCHOOL)}" ${SIZE}></iframe>`,
      trong: sender(),
    }),
    drive: inFrame(),
  },
  {
    name: 'a paste in a frame of an origin no policy names',
    page: (c) => ({
      '': `<iframe name="khung" src="${c.at('trong', ELSEWHERE)}" ${SIZE}></iframe>`,
      trong: sender(),
    }),
    drive: inFrame(),
  },
  {
    name: 'a paste in a frame inside a foreign frame',
    page: (c) => ({
      '': `<iframe name="ngoai" src="${c.at('giua', ELSEWHERE)}" ${SIZE}></iframe>`,
      giua: `<iframe name="khung" src="${c.at('trong')}" width="560" height="220"></iframe>`,
      trong: sender(),
    }),
    drive: inFrame(),
  },
  {
    name: 'a paste in a sandboxed frame',
    page: (c) => ({
      '': `<iframe name="khung" sandbox="allow-scripts" src="${c.at('trong')}" ${SIZE}></iframe>`,
      trong: bare(c),
    }),
    drive: inFrame(),
  },
  {
    name: 'a paste in a srcdoc frame',
    host: MAIL,
    page: (c) => `<iframe name="khung" srcdoc="${attribute(bare(c))}" ${SIZE}></iframe>`,
    drive: inFrame(),
  },
  {
    name: 'a paste in a sandboxed srcdoc frame',
    host: MAIL,
    page: (c) =>
      `<iframe name="khung" sandbox="allow-scripts" srcdoc="${attribute(bare(c))}" ${SIZE}></iframe>`,
    drive: inFrame(),
  },
  {
    name: 'a paste in a blob frame',
    page: (c) =>
      `<script>const f = document.createElement('iframe'); f.name = 'khung'; f.width = 600; f.height = 260; f.src = URL.createObjectURL(new Blob([${JSON.stringify(bare(c)).replaceAll('</', '<\\/')}], { type: 'text/html' })); addEventListener('load', () => document.body.append(f))</script>`,
    drive: inFrame(),
  },
  {
    name: 'a paste in a data frame',
    page: (c) =>
      `<iframe name="khung" src="data:text/html;charset=utf-8,${encodeURIComponent(bare(c))}" ${SIZE}></iframe>`,
    drive: inFrame(),
  },
  {
    name: 'a paste in a blank frame that the page writes (document.write)',
    page: (c) =>
      `<iframe name="khung" ${SIZE}></iframe><script>const d = document.querySelector('iframe').contentDocument; d.open(); d.write(${JSON.stringify(bare(c)).replaceAll('</', '<\\/')}); d.close()</script>`,
    drive: inFrame(),
  },
  {
    name: 'a paste in a frame that is written again after loading',
    page: (c) =>
      `<iframe name="khung" ${SIZE}></iframe><script>addEventListener('load', () => setTimeout(() => { const d = document.querySelector('iframe').contentDocument; for (const _ of [1, 2]) { d.open(); d.write(${JSON.stringify(bare(c)).replaceAll('</', '<\\/')}); d.close(); } document.title = 'xong' }, 150))</script>`,
    async drive(user) {
      await user.page.waitForFunction(`document.title === 'xong'`);
      await inFrame()(user);
    },
  },
  {
    name: 'a paste in a page that writes itself again (document.open)',
    page: () =>
      `<script>addEventListener('load', () => setTimeout(() => { const lab2 = lab; document.open(); document.write('<textarea id="t" rows="5" cols="40"></textarea><button id="go">Gửi</button>'); document.close(); document.getElementById('go').onclick = () => lab2.send(document.getElementById('t').value); document.title = 'xong' }, 100))</script>`,
    async drive(user) {
      await user.page.waitForFunction(`document.title === 'xong'`);
      await user.paste('#t');
      await user.click('#go');
    },
    looseEvents: true,
  },
  {
    name: 'a classic editor: an editable frame, its button in the page around it',
    host: OFFICE,
    page: () =>
      `<iframe name="khung" ${SIZE}></iframe><button id="go">Lưu</button><script>const d = document.querySelector('iframe').contentDocument; d.open(); d.write('<body contenteditable="true" id="t"></body>'); d.close(); document.getElementById('go').onclick = () => lab.send(d.body.innerHTML)</script>`,
    async drive(user) {
      const frame = await user.frame('khung');
      await user.paste('#t', user.text, frame);
      await user.click('#go');
    },
  },
  {
    name: 'typing in a classic editor, sent by the form around it',
    host: OFFICE,
    page: () =>
      `<form id="fm" method="post"><textarea name="than" hidden></textarea><iframe name="khung" ${SIZE}></iframe><button id="go">Lưu</button></form><script>const fm = document.getElementById('fm'); fm.action = lab.at('luu'); const d = document.querySelector('iframe').contentDocument; d.open(); d.write('<body contenteditable="true" id="t"></body>'); d.close(); fm.onsubmit = () => { fm.than.value = d.body.innerHTML }</script>`,
    async drive(user) {
      await user.click('#t', await user.frame('khung'));
      await user.type(user.line);
      await user.click('#go');
    },
  },
  {
    name: 'typing in a frame in design mode',
    host: OFFICE,
    page: () =>
      `<iframe name="khung" ${SIZE}></iframe><button id="go">Lưu</button><script>const d = document.querySelector('iframe').contentDocument; d.designMode = 'on'; document.getElementById('go').onclick = () => lab.send(d.body.innerHTML)</script>`,
    async drive(user) {
      await user.click('body', await user.frame('khung'));
      await user.type(user.line);
      await user.click('#go');
    },
  },
  {
    name: 'a paste in a pop-up window that the page writes',
    page: (c) =>
      `<button id="mo">Mở</button><script>document.getElementById('mo').onclick = () => { const w = open('', 'cua-so', 'width=500,height=400'); w.document.write(${JSON.stringify(bare(c)).replaceAll('</', '<\\/')}); w.document.close() }</script>`,
    async drive(user) {
      const [popup] = await Promise.all([
        new Promise<NonNullable<unknown>>((done) => user.page.once('popup', (p) => done(p!))),
        user.click('#mo'),
      ]);
      const page = popup as User['page'];
      await page.bringToFront();
      await user.copy({ text: user.text });
      await page.click('#t');
      await page.keyboard.down('Control');
      await page.keyboard.press('KeyV');
      await page.keyboard.up('Control');
      await page.click('#go');
    },
  },
  {
    name: 'a text that a window hands to its opener',
    page: (c) => ({
      '': `<button id="mo">Mở</button><script>document.getElementById('mo').onclick = () => open('${c.at('con')}', 'con', 'width=500,height=400'); function nhan(s) { lab.send(s) }</script>`,
      con: sender('opener.nhan(text)'),
    }),
    async drive(user) {
      const [popup] = await Promise.all([
        new Promise<NonNullable<unknown>>((done) => user.page.once('popup', (p) => done(p!))),
        user.click('#mo'),
      ]);
      const page = popup as User['page'];
      await page.bringToFront();
      await page.waitForSelector('#t');
      await user.copy({ text: user.text });
      await page.click('#t');
      await page.keyboard.down('Control');
      await page.keyboard.press('KeyV');
      await page.keyboard.up('Control');
      await page.click('#go');
    },
  },
  // Shadow trees
  ...(['open', 'closed'] as const).map(
    (mode): ChannelCase => ({
      name: `a paste in ${mode === 'open' ? 'an open' : 'a closed'} shadow tree`,
      page: `<div id="t" style="width:500px"></div><div id="go" style="width:80px"></div><script>
        const r = document.getElementById('t').attachShadow({ mode: '${mode}' }); r.innerHTML = '<textarea rows="5" cols="50"></textarea>';
        const b = document.getElementById('go').attachShadow({ mode: '${mode}' }); b.innerHTML = '<button style="width:80px">Gửi</button>';
        b.firstChild.onclick = () => lab.send(r.firstChild.value);</script>`,
      async drive(user) {
        await user.paste('#t');
        await user.click('#go');
      },
    }),
  ),
  ...(['open', 'closed'] as const).map(
    (mode): ChannelCase => ({
      name: `typing in an editable region of ${mode === 'open' ? 'an open' : 'a closed'} shadow tree, sent by Enter`,
      page: `<div id="t" style="width:500px"></div><script>
        const r = document.getElementById('t').attachShadow({ mode: '${mode}' }); r.innerHTML = ${JSON.stringify(EDITABLE)};
        r.firstChild.onkeydown = (e) => { if (e.key === 'Enter') { e.preventDefault(); const s = r.firstChild.innerText; lab.send(btoa(unescape(encodeURIComponent(s))).split('').reverse().join('')); } };</script>`,
      async drive(user) {
        await user.click('#t');
        await user.type(user.line);
        await user.press('Enter');
      },
      decode: (received) =>
        received.map((r) => Buffer.from(r.body.toString().split('').reverse().join(''), 'base64')),
    }),
  ),
  {
    name: 'a paste in a closed shadow tree inside a closed one',
    page: `<div id="t" style="width:500px"></div><button id="go">Gửi</button><script>
      const a = document.getElementById('t').attachShadow({ mode: 'closed' }); a.innerHTML = '<div></div>';
      const r = a.firstChild.attachShadow({ mode: 'closed' }); r.innerHTML = '<textarea rows="5" cols="50"></textarea>';
      document.getElementById('go').onclick = () => lab.send(r.firstChild.value);</script>`,
    async drive(user) {
      await user.paste('#t');
      await user.click('#go');
    },
  },
  // Workers and channels
  {
    name: 'a dedicated worker told by message',
    page: () => ({
      '': scripted(`new Worker('w.js').postMessage({ at: lab.at('in'), text })`),
      'w.js': script(`onmessage = (e) => ${POST}`),
    }),
    drive: go,
  },
  {
    name: 'a dedicated worker told by bytes that are transferred',
    page: () => ({
      '': scripted(
        `const b = new TextEncoder().encode(text).buffer; new Worker('w.js').postMessage({ at: lab.at('in'), text: b }, [b])`,
      ),
      'w.js': script(`onmessage = (e) => ${POST}`),
    }),
    drive: go,
  },
  {
    name: 'a dedicated worker told by a Blob',
    page: () => ({
      '': scripted(`new Worker('w.js').postMessage({ at: lab.at('in'), text: new Blob([text]) })`),
      'w.js': script(`onmessage = (e) => ${POST}`),
    }),
    drive: go,
  },
  {
    name: 'a dedicated worker told deep inside an object',
    page: () => ({
      '': scripted(
        `new Worker('w.js').postMessage({ at: lab.at('in'), x: { y: [new Map([['k', { text }]])] } })`,
      ),
      'w.js': script(
        `onmessage = (e) => fetch(e.data.at, { method: 'POST', body: e.data.x.y[0].get('k').text })`,
      ),
    }),
    drive: go,
  },
  {
    name: 'a worker whose source holds the text (blob)',
    page: () =>
      scripted(
        `new Worker(URL.createObjectURL(new Blob(['fetch(' + JSON.stringify(lab.at('in')) + ',{method:"POST",body:' + JSON.stringify(text) + '})'], { type: 'text/javascript' })))`,
      ),
    drive: go,
  },
  {
    name: 'a worker whose source holds the text (data address)',
    page: () =>
      scripted(
        `new Worker('data:text/javascript,' + encodeURIComponent('fetch(' + JSON.stringify(lab.at('in')) + ',{method:"POST",mode:"no-cors",body:' + JSON.stringify(text) + '})'))`,
      ),
    drive: go,
  },
  {
    name: 'a worker whose name holds the text',
    page: () => ({
      '': scripted(`new Worker('w.js?' , { name: text })`),
      'w.js?': script(`fetch('in', { method: 'POST', body: name })`),
    }),
    drive: go,
  },
  {
    name: 'a worker whose address holds the text',
    page: () => scripted(`new Worker(lab.at('ma.js') + '?d=' + encodeURIComponent(text))`),
    drive: go,
  },
  {
    name: 'a worker told through a message channel',
    page: () => ({
      '': scripted(
        `const c = new MessageChannel(); new Worker('w.js').postMessage(0, [c.port2]); c.port1.postMessage({ at: lab.at('in'), text })`,
      ),
      'w.js': script(`onmessage = (m) => { m.ports[0].onmessage = (e) => ${POST} }`),
    }),
    drive: go,
  },
  {
    name: 'a worker told through a broadcast channel',
    page: () => ({
      '': scripted(
        // The worker's channel takes a moment to be known to others.
        `new Worker('w.js').onmessage = () => setTimeout(() => new BroadcastChannel('kenh').postMessage({ at: lab.at('in'), text }), 250)`,
      ),
      'w.js': script(`new BroadcastChannel('kenh').onmessage = (e) => ${POST}; postMessage(1)`),
    }),
    drive: go,
  },
  {
    name: 'a worker told through a stream that is transferred',
    limit: 'workers',
    page: () => ({
      '': scripted(
        `const s = new Blob([text]).stream(); new Worker('w.js').postMessage({ at: lab.at('in'), s }, [s])`,
      ),
      'w.js': script(
        `onmessage = async (e) => fetch(e.data.at, { method: 'POST', body: await new Response(e.data.s).text() })`,
      ),
    }),
    drive: go,
  },
  {
    name: 'a worker that reads IndexedDB',
    limit: 'workers',
    page: () => ({
      '': scripted(
        `const o = indexedDB.open('tho-' + lab.canary); o.onupgradeneeded = () => o.result.createObjectStore('s'); o.onsuccess = () => { o.result.transaction('s', 'readwrite').objectStore('s').put(text, 1).onsuccess = () => new Worker('w.js').postMessage({ at: lab.at('in'), db: 'tho-' + lab.canary }) }`,
      ),
      'w.js': script(
        `onmessage = (m) => { const o = indexedDB.open(m.data.db); o.onsuccess = () => { o.result.transaction('s').objectStore('s').get(1).onsuccess = (e) => fetch(m.data.at, { method: 'POST', body: e.target.result }) } }`,
      ),
    }),
    drive: go,
  },
  {
    name: 'a worker that reads the cache storage',
    limit: 'workers',
    page: () => ({
      '': scripted(
        `const c = await caches.open('k' + lab.canary); await c.put('/muc', new Response(text)); new Worker('w.js').postMessage({ at: lab.at('in'), k: 'k' + lab.canary })`,
      ),
      'w.js': script(
        `onmessage = async (e) => { const r = await (await caches.open(e.data.k)).match('/muc'); fetch(e.data.at, { method: 'POST', body: await r.text() }) }`,
      ),
    }),
    drive: go,
  },
  {
    name: 'a shared worker told by message',
    host: MAIL,
    page: () => ({
      '': scripted(`new SharedWorker('s.js').port.postMessage({ at: lab.at('in'), text })`),
      's.js': script(`onconnect = (c) => { c.ports[0].onmessage = (e) => ${POST} }`),
    }),
    drive: go,
  },
  {
    name: 'a service worker told by message',
    host: OFFICE,
    page: () => ({
      '': scripted(
        `const r = await navigator.serviceWorker.register('sw.js'); const w = r.installing || r.waiting || r.active; w.postMessage({ at: lab.at('in'), text })`,
      ),
      'sw.js': script(`onmessage = (e) => e.waitUntil(${POST})`),
    }),
    drive: go,
  },
  {
    name: 'a worker that opens a socket',
    page: () => ({
      '': scripted(`new Worker('w.js').postMessage({ at: lab.at('ws').replace('https', 'wss'), text })`),
      'w.js': script(
        `onmessage = (e) => { const w = new WebSocket(e.data.at); w.onopen = () => w.send(e.data.text) }`,
      ),
    }),
    drive: go,
  },
  {
    name: 'a message to a frame of a foreign origin',
    page: (c) => ({
      '': `<iframe name="khung" src="${c.at('nhan', ELSEWHERE)}" width="200" height="60"></iframe>${scripted(`document.querySelector('iframe').contentWindow.postMessage(text, '*')`)}`,
      nhan: `<script>onmessage = (e) => lab.send(e.data)</script>`,
    }),
    async drive(user) {
      await user.frame('khung');
      await user.pause(150);
      await user.click('#go');
    },
  },
  {
    name: 'an encrypted message to a frame of a foreign origin, which decrypts and sends',
    page: (c) => ({
      '': `<iframe name="khung" src="${c.at('nhan', ELSEWHERE)}" width="200" height="60"></iframe>${scripted(`document.querySelector('iframe').contentWindow.postMessage([...text].map((x) => x.charCodeAt(0) ^ 90), '*')`)}`,
      nhan: `<script>onmessage = (e) => lab.send(String.fromCharCode(...e.data.map((x) => x ^ 90)))</script>`,
    }),
    async drive(user) {
      await user.frame('khung');
      await user.pause(150);
      await user.click('#go');
    },
  },
  {
    name: 'a window name handed to the next page',
    page: () => ({
      '': scripted(`window.name = text; location.href = lab.at('sau')`),
      sau: `<script>addEventListener('load', () => lab.send(window.name))</script>`,
    }),
    drive: go,
    looseEvents: true,
  },
  {
    name: 'a peer connection to another computer',
    page: (c) => ({
      '': `<iframe name="khung" src="${c.at('xa', ELSEWHERE)}" width="200" height="60"></iframe>${scripted(`
        const pc = new RTCPeerConnection(), ch = pc.createDataChannel('k'); ch.onopen = () => ch.send(text);
        await pc.setLocalDescription(await pc.createOffer()); await new Promise((r) => { pc.onicegatheringstatechange = () => pc.iceGatheringState === 'complete' && r(); setTimeout(r, 800) });
        onmessage = (e) => e.data.sdp && pc.setRemoteDescription(e.data);
        document.querySelector('iframe').contentWindow.postMessage({ type: 'offer', sdp: pc.localDescription.sdp }, '*')`)}`,
      xa: `<script>onmessage = async (e) => { const pc = window.pc = new RTCPeerConnection(); pc.ondatachannel = (d) => { d.channel.onmessage = (m) => lab.send([...m.data].map((x) => x.charCodeAt(0) ^ 90).join()) };
        await pc.setRemoteDescription(e.data); await pc.setLocalDescription(await pc.createAnswer()); await new Promise((r) => { pc.onicegatheringstatechange = () => pc.iceGatheringState === 'complete' && r(); setTimeout(r, 800) });
        e.source.postMessage({ type: 'answer', sdp: pc.localDescription.sdp }, '*') }</script>`,
    }),
    async drive(user) {
      await user.frame('khung');
      await user.click('#go');
      await user.pause(2200);
    },
    // The far end speaks a code of its own so that only the near end's channel can be what stops it.
    decode: (received) =>
      received.map((r) =>
        Buffer.from(
          String.fromCharCode(
            ...r.body
              .toString()
              .split(',')
              .map((n) => Number(n) ^ 90),
          ),
        ),
      ),
  },
];

testChannels('frames and workers', import.meta.filename, cases);
