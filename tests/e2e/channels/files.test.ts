import { type ChannelCase, testChannels } from '../../support/channel-case.ts';
import {
  dropZone,
  ELSEWHERE,
  MAIL,
  OFFICE,
  SCHOOL,
  SEND_FILES,
  script,
  taker,
} from '../../support/channel-page.ts';
import type { User } from '../../support/user.ts';

const pick = (user: User) => user.pick('#f');
const drop = (user: User) => user.dropFiles('#z');
const RAW = 'for (const f of files) await lab.send(f);';
/** A page that looks at its input only when the person presses the button. */
const later = (take: string, field = '<input id="f" type="file" multiple>') =>
  `${field}<button id="go">Gửi</button><script>document.getElementById('go').onclick = async () => { const files = [...document.getElementById('f').files]; if (!files.length) return; ${take} }</script>`;
const pickAndSend = async (user: User) => {
  await user.pick('#f');
  await user.until(`document.querySelector('#f').files.length > 0`);
  await user.click('#go');
};

const cases: ChannelCase[] = [
  { name: 'a file input, sent as form data', files: ['docx'], page: taker(SEND_FILES), drive: pick },
  { name: 'a file input, sent as it is', host: MAIL, files: ['txt'], page: taker(RAW), drive: pick },
  {
    name: 'a file input of several files',
    host: MAIL,
    files: ['docx', 'txt'],
    page: taker(SEND_FILES),
    drive: pick,
  },
  {
    name: 'a file input read when the button is pressed',
    host: SCHOOL,
    files: ['docx'],
    page: later(SEND_FILES),
    drive: pickAndSend,
  },
  {
    name: 'an onchange attribute',
    host: SCHOOL,
    files: ['txt'],
    page: `<script>async function take(files) { ${RAW} }</script><input id="f" type="file" onchange="take([...this.files])">`,
    drive: pick,
  },
  {
    name: 'an oninput listener',
    host: SCHOOL,
    files: ['txt'],
    page: `<input id="f" type="file"><script>document.getElementById('f').oninput = (e) => lab.send(e.target.files[0])</script>`,
    drive: pick,
  },
  {
    name: 'a change listener on window, captured by the first script',
    files: ['docx'],
    page: `<script>addEventListener('change', async (e) => { const files = [...e.target.files]; ${SEND_FILES} }, true)</script><input id="f" type="file">`,
    drive: pick,
  },
  {
    name: 'an input listener on window, captured by the first script',
    files: ['txt'],
    page: `<script>addEventListener('input', (e) => { if (e.target.files?.length) lab.send(e.target.files[0]) }, true)</script><input id="f" type="file">`,
    drive: pick,
  },
  {
    name: 'a page that looks at its input every 20 ms',
    files: ['docx'],
    page: `<input id="f" type="file"><script>const seen = new Set(); setInterval(() => { for (const f of document.getElementById('f').files) if (!seen.has(f.name)) { seen.add(f.name); lab.send(f); } }, 20)</script>`,
    drive: pick,
  },
  {
    name: 'a page that looks at its input in each animation frame',
    files: ['txt'],
    page: `<input id="f" type="file"><script>let done = 0; const look = () => { const f = document.getElementById('f').files[0]; if (f && !done) { done = 1; lab.send(f); } requestAnimationFrame(look) }; look()</script>`,
    drive: pick,
  },
  {
    name: 'a page that saved the getter of files early',
    files: ['txt'],
    page: `<script>window.g = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'files').get</script><input id="f" type="file"><script>document.getElementById('f').addEventListener('change', (e) => lab.send(g.call(e.target)[0]))</script>`,
    drive: pick,
  },
  {
    name: 'a page that looks at focus coming back',
    files: ['txt'],
    page: `<input id="f" type="file"><input id="k"><script>addEventListener('focusin', () => { const f = document.getElementById('f').files[0]; if (f) lab.send(f) })</script>`,
    async drive(user) {
      await pick(user);
      await user.until(`document.querySelector('#f').files.length > 0`);
      await user.click('#k');
    },
  },
  {
    name: 'a multipart form with a file',
    host: OFFICE,
    files: ['docx'],
    page: `<form id="fm" method="post" enctype="multipart/form-data"><input type="file" id="f" name="tep"><button id="go">Nộp</button></form><script>document.getElementById('fm').action = lab.at('nop')</script>`,
    drive: pickAndSend,
  },
  {
    name: 'a multipart form sent by submit() on change',
    host: OFFICE,
    files: ['docx'],
    page: `<form id="fm" method="post" enctype="multipart/form-data"><input type="file" id="f" name="tep"></form><script>const fm = document.getElementById('fm'); fm.action = lab.at('nop'); fm.onchange = () => fm.submit()</script>`,
    drive: pick,
    looseEvents: true,
  },
  {
    name: 'a form that is reset, chosen again and sent',
    host: OFFICE,
    files: ['txt'],
    page: `<form id="fm" method="post" enctype="multipart/form-data"><input type="file" id="f" name="tep"><button id="rs" type="reset">Xóa</button><button id="go">Nộp</button></form><script>document.getElementById('fm').action = lab.at('nop')</script>`,
    async drive(user) {
      await pick(user);
      await user.until(`document.querySelector('#f').files.length > 0`);
      await user.click('#rs');
      await pickAndSend(user);
    },
  },
  {
    name: 'a label that opens the chooser',
    host: SCHOOL,
    files: ['docx'],
    page: taker(
      SEND_FILES,
      '<label id="lb" style="display:inline-block;padding:9px">Chọn tệp<input id="f" type="file" hidden></label>',
    ),
    drive: (user) => user.choose('#lb'),
  },
  {
    name: 'a hidden input opened by a button',
    files: ['txt'],
    page: `<button id="b">Đính kèm</button>${taker(SEND_FILES, '<input id="f" type="file" style="display:none">')}<script>document.getElementById('b').onclick = () => document.getElementById('f').click()</script>`,
    drive: (user) => user.choose('#b'),
  },
  {
    name: 'a hidden input opened by showPicker()',
    files: ['txt'],
    page: `<button id="b">Đính kèm</button>${taker(SEND_FILES, '<input id="f" type="file" style="display:none">')}<script>document.getElementById('b').onclick = () => document.getElementById('f').showPicker()</script>`,
    drive: (user) => user.choose('#b'),
  },
  {
    name: 'an input made by script and never attached',
    files: ['docx'],
    page: `<button id="b">Đính kèm</button><script>document.getElementById('b').onclick = () => { const i = document.createElement('input'); i.type = 'file'; i.onchange = () => { for (const f of i.files) { const d = new FormData(); d.append('f', f, f.name); lab.send(d) } }; i.click() }</script>`,
    drive: (user) => user.choose('#b'),
  },
  {
    name: 'an input never attached, opened by showPicker()',
    files: ['txt'],
    page: `<button id="b">Đính kèm</button><script>document.getElementById('b').onclick = () => { const i = document.createElement('input'); i.type = 'file'; i.addEventListener('input', () => lab.send(i.files[0])); i.showPicker() }</script>`,
    drive: (user) => user.choose('#b'),
  },
  {
    name: 'an input never attached, opened by a dispatched click',
    files: ['txt'],
    page: `<button id="b">Đính kèm</button><script>document.getElementById('b').onclick = () => { const i = document.createElement('input'); i.type = 'file'; i.addEventListener('change', () => lab.send(i.files[0])); i.dispatchEvent(new MouseEvent('click')) }</script>`,
    drive: (user) => user.choose('#b'),
  },
  {
    name: 'an input taken from the page before the choice is made',
    files: ['txt'],
    page: `<button id="b">Đính kèm</button><script>document.getElementById('b').onclick = () => { const i = document.createElement('input'); i.type = 'file'; document.body.append(i); i.addEventListener('change', () => lab.send(i.files[0])); i.click(); i.remove() }</script>`,
    drive: (user) => user.choose('#b'),
  },
  {
    name: 'an input never attached whose listeners were set before it was opened',
    files: ['txt'],
    page: `<button id="b">Đính kèm</button><script>const i = document.createElement('input'); i.type = 'file'; i.addEventListener('change', () => lab.send(i.files[0]), true); document.getElementById('b').onclick = () => i.click()</script>`,
    drive: (user) => user.choose('#b'),
  },
  {
    name: 'an input never attached and polled',
    files: ['txt'],
    page: `<button id="b">Đính kèm</button><script>document.getElementById('b').onclick = () => { const i = document.createElement('input'); i.type = 'file'; i.click(); const h = setInterval(() => { if (i.files.length) { clearInterval(h); lab.send(i.files[0]) } }, 15) }</script>`,
    drive: (user) => user.choose('#b'),
  },
  ...(['open', 'closed'] as const).map(
    (mode): ChannelCase => ({
      name: `an input in ${mode === 'open' ? 'an open' : 'a closed'} shadow tree`,
      files: ['txt'],
      page: `<div id="h" style="width:120px"></div><script>const r = document.getElementById('h').attachShadow({ mode: '${mode}' }); r.innerHTML = '<button style="width:120px;height:40px">Chọn</button><input type="file" hidden>'; r.firstChild.onclick = () => r.lastChild.click(); r.lastChild.onchange = () => lab.send(r.lastChild.files[0])</script>`,
      drive: (user) => user.choose('#h'),
    }),
  ),
  {
    name: 'an input in a frame of an origin no policy names',
    files: ['txt'],
    page: (c) => ({
      '': `<iframe name="khung" src="${c.at('trong', ELSEWHERE)}" width="500" height="200"></iframe>`,
      trong: taker(RAW),
    }),
    async drive(user) {
      await user.pick('#f', undefined, await user.frame('khung'));
    },
  },
  {
    name: 'a folder chosen with an input',
    host: MAIL,
    files: ['docx', 'txt'],
    page: taker(
      `for (const f of files) { const d = new FormData(); d.append(f.webkitRelativePath, f, f.name); await lab.send(d); }`,
      '<input id="f" type="file" webkitdirectory>',
    ),
    drive: (user) => user.pick('#f', [user.folder()]),
  },
  // What the page does with a file
  {
    name: 'a file cut into chunks',
    host: OFFICE,
    files: ['long-txt'],
    page: taker(
      `const f = files[0], n = 65536; for (let i = 0; i * n < f.size; i++) { const d = new FormData(); d.append('chunk', String(i)); d.append('file', f.slice(i * n, (i + 1) * n), 'blob'); await lab.send(d, 'khuc'); }`,
    ),
    drive: pick,
  },
  {
    name: 'a file read by FileReader as a data address',
    files: ['docx'],
    page: taker(
      `const r = new FileReader(); r.onload = () => lab.send(JSON.stringify({ d: r.result })); r.readAsDataURL(files[0])`,
    ),
    drive: pick,
  },
  {
    name: 'a file read as text',
    files: ['txt'],
    page: taker('lab.send(await files[0].text())'),
    drive: pick,
  },
  {
    name: 'a file read as bytes and packed',
    files: ['docx'],
    page: taker(
      `lab.send(await new Response(files[0].stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer())`,
    ),
    drive: pick,
  },
  {
    name: 'a file read as bytes and encrypted',
    files: ['txt'],
    page: taker(`lab.send(new Uint8Array(await files[0].arrayBuffer()).map((b) => b ^ 33))`),
    drive: pick,
    decode: (received) => received.map((r) => Buffer.from(r.body.map((b) => b ^ 33))),
  },
  {
    name: 'a file read through an object address',
    files: ['txt'],
    page: taker(`lab.send(await (await fetch(URL.createObjectURL(files[0]))).blob())`),
    drive: pick,
  },
  {
    name: 'a file handed to a worker',
    files: ['docx'],
    page: () => ({
      '': taker(`new Worker('w.js').postMessage({ at: lab.at('in'), f: files[0] })`),
      'w.js': script(`onmessage = (e) => fetch(e.data.at, { method: 'POST', body: e.data.f })`),
    }),
    drive: pick,
  },
  {
    name: 'a file handed to a frame of a foreign origin',
    files: ['txt'],
    page: (c) => ({
      '': `<iframe name="khung" src="${c.at('nhan', ELSEWHERE)}" width="200" height="60"></iframe>${taker(`document.querySelector('iframe').contentWindow.postMessage(files[0], '*')`)}`,
      nhan: '<script>onmessage = (e) => lab.send(e.data)</script>',
    }),
    async drive(user) {
      await user.frame('khung');
      await user.pause(150);
      await pick(user);
    },
  },
  {
    name: 'a file sent over a socket',
    files: ['docx'],
    page: taker(
      `const w = new WebSocket(lab.at('ws').replace('https', 'wss')); w.onopen = async () => w.send(await files[0].arrayBuffer())`,
    ),
    drive: pick,
  },
  {
    name: 'a file put into another input by the page',
    host: OFFICE,
    files: ['txt'],
    page: `<form id="fm" method="post" enctype="multipart/form-data"><input type="file" id="an" name="tep" hidden></form>${taker(`const d = new DataTransfer(); for (const f of files) d.items.add(f); document.getElementById('an').files = d.files; fm.submit()`)}<script>const fm = document.getElementById('fm'); fm.action = lab.at('nop')</script>`,
    drive: pick,
    looseEvents: true,
  },
  {
    name: 'a file kept in IndexedDB and sent by the next page',
    files: ['txt'],
    page: (c) => ({
      '': taker(
        `const o = indexedDB.open('tep${c.run}'); o.onupgradeneeded = () => o.result.createObjectStore('s'); o.onsuccess = () => { o.result.transaction('s', 'readwrite').objectStore('s').put(files[0], 1).onsuccess = () => { location.href = lab.at('sau') } }`,
      ),
      sau: `<script>const o = indexedDB.open('tep${c.run}'); o.onupgradeneeded = () => o.result.createObjectStore('s'); o.onsuccess = () => { o.result.transaction('s').objectStore('s').get(1).onsuccess = (e) => e.target.result && lab.send(e.target.result) }</script>`,
    }),
    drive: pick,
    looseEvents: true,
  },
  {
    name: 'a text file that the page makes and uploads',
    files: [],
    page: `<button id="go">Xuất</button><script>document.getElementById('go').onclick = () => { const d = new FormData(); d.append('f', new File([lab.text], 'a.txt')); lab.send(d) }</script>`,
    drive: (user) => user.click('#go'),
  },
  // Upload widgets: what is particular about each
  {
    name: 'a widget that puts a fresh input in place of the one that was used (as jQuery File Upload)',
    host: OFFICE,
    files: ['docx'],
    page: `<span id="h"><input id="f" type="file" multiple></span><script>
      const send = (f) => { const d = new FormData(); d.append('files[]', f, f.name); const x = new XMLHttpRequest(); x.open('POST', lab.at('in')); x.send(d); };
      const arm = (input) => input.addEventListener('change', () => { const files = [...input.files]; const fresh = input.cloneNode(true); const form = document.createElement('form'); form.append(fresh); form.reset(); input.replaceWith(fresh); arm(fresh); files.forEach(send); });
      arm(document.getElementById('f'));</script>`,
    drive: pick,
  },
  {
    name: 'a widget that makes a hidden input anew and draws a preview before it sends (as Dropzone)',
    host: SCHOOL,
    files: ['txt'],
    page: `<div id="z" style="width:300px;height:90px;border:1px solid">Thả</div><script>
      const z = document.getElementById('z'); let input;
      const queue = (f) => { const r = new FileReader(); r.onload = () => setTimeout(() => { const d = new FormData(); d.append('file', f, f.name); const x = new XMLHttpRequest(); x.open('POST', lab.at('in')); x.send(d); }); r.readAsDataURL(f); };
      const setUp = () => { input?.remove(); input = document.createElement('input'); input.type = 'file'; input.multiple = true; input.style.cssText = 'visibility:hidden;position:absolute;top:0;left:0;height:0;width:0'; document.body.append(input); input.addEventListener('change', () => { for (const f of input.files) queue(f); setUp(); }); };
      setUp(); z.onclick = () => input.click();</script>`,
    drive: (user) => user.choose('#z'),
  },
  {
    name: 'a resumable upload in pieces with the name in a header (as tus)',
    host: MAIL,
    files: ['long-txt'],
    page: taker(
      `const f = files[0]; const name = btoa(unescape(encodeURIComponent(f.name))); await fetch(lab.at('tus'), { method: 'POST', headers: { 'Tus-Resumable': '1.0.0', 'Upload-Length': String(f.size), 'Upload-Metadata': 'filename ' + name } });
       for (let at = 0; at < f.size; at += 100000) { const r = f.slice(at, at + 100000).stream().getReader(); const parts = []; for (;;) { const { done, value } = await r.read(); if (done) break; parts.push(value); } await new Promise((ok) => { const x = new XMLHttpRequest(); x.open('PATCH', lab.at('tus/1')); x.setRequestHeader('Upload-Offset', String(at)); x.setRequestHeader('Content-Type', 'application/offset+octet-stream'); x.onloadend = ok; x.send(new Blob(parts)); }); }`,
    ),
    drive: pick,
  },
  {
    name: 'pieces sent side by side, each asked for first, read by webkitGetAsEntry (as resumable.js)',
    host: OFFICE,
    files: ['long-txt'],
    page: dropZone(
      `const f = files[0], n = 90000; await Promise.all(Array.from({ length: Math.ceil(f.size / n) }, async (_, i) => { const q = '?resumableChunkNumber=' + (i + 1) + '&resumableFilename=' + encodeURIComponent(f.name); await fetch(lab.at('r' + q)); const d = new FormData(); d.append('resumableChunkNumber', String(i + 1)); d.append('file', f.slice(i * n, (i + 1) * n), f.name); await lab.send(d, 'r' + q); }))`,
      `Promise.all([...e.dataTransfer.items].map((i) => i.webkitGetAsEntry()).map((x) => new Promise((ok, no) => x.file(ok, no))))`,
    ),
    drive: drop,
    scripted: true,
  },
  {
    name: 'a file manager that takes drops anywhere and sends the path along (as elFinder)',
    host: OFFICE,
    files: ['docx', 'txt'],
    page: `<div id="z" style="width:400px;height:160px;border:1px solid">Tệp</div><script>
      addEventListener('dragover', (e) => { e.preventDefault(); e.dataTransfer.dropEffect = 'copy'; });
      addEventListener('drop', async (e) => { e.preventDefault(); e.stopPropagation(); const found = [];
        const walk = (x, path) => new Promise((ok) => x.isFile ? x.file((f) => { found.push([path, f]); ok(); }, ok) : x.createReader().readEntries(async (l) => { for (const y of l) await walk(y, path + '/' + x.name); ok(); }));
        for (const x of [...e.dataTransfer.items].map((i) => i.webkitGetAsEntry())) await walk(x, '');
        const d = new FormData(); d.append('cmd', 'upload'); for (const [path, f] of found) { d.append('upload[]', f, f.name); d.append('upload_path[]', path); }
        const x = new XMLHttpRequest(); x.open('POST', lab.at('in')); if (found.length) x.send(d); });</script>`,
    drive: (user) => user.dropFiles('#z', [user.folder()]),
    scripted: true,
  },
  // Drops
  { name: 'a dropped file', files: ['docx'], page: dropZone(SEND_FILES), drive: drop },
  {
    name: 'several dropped files',
    host: MAIL,
    files: ['docx', 'txt'],
    page: dropZone(SEND_FILES),
    drive: drop,
  },
  {
    name: 'a dropped large file',
    host: MAIL,
    files: ['long-txt'],
    page: dropZone(SEND_FILES),
    drive: drop,
    scripted: true,
  },
  {
    name: 'a dropped file read from items',
    files: ['txt'],
    page: dropZone(RAW, `[...e.dataTransfer.items].map((i) => i.getAsFile())`),
    drive: drop,
  },
  {
    name: 'a dropped file read as an entry',
    files: ['txt'],
    page: dropZone(
      RAW,
      `Promise.all([...e.dataTransfer.items].map((i) => i.webkitGetAsEntry()).map((x) => new Promise((ok, no) => x.file(ok, no))))`,
    ),
    drive: drop,
  },
  {
    name: 'a dropped file read as a file system handle',
    files: ['txt'],
    page: dropZone(
      RAW,
      `Promise.all([...e.dataTransfer.items].map((i) => i.getAsFileSystemHandle())).then((l) => Promise.all(l.map((h) => h.getFile())))`,
    ),
    drive: drop,
  },
  {
    name: 'a dropped folder read as entries',
    host: OFFICE,
    files: ['docx', 'txt'],
    page: dropZone(
      `for (const f of files) { const d = new FormData(); d.append(f.at, f.file, f.file.name); await lab.send(d); }`,
      `(async () => { const out = []; const walk = async (x) => { if (x.isFile) out.push({ at: x.fullPath, file: await new Promise((ok, no) => x.file(ok, no)) }); else { const rd = x.createReader(); for (;;) { const l = await new Promise((ok, no) => rd.readEntries(ok, no)); if (!l.length) break; for (const y of l) await walk(y); } } }; for (const x of [...e.dataTransfer.items].map((i) => i.webkitGetAsEntry())) await walk(x); return out.sort((a, b) => a.at < b.at ? -1 : 1) })()`,
    ),
    drive: (user) => user.dropFiles('#z', [user.folder()]),
    scripted: true,
  },
  {
    name: 'a dropped folder read as a directory handle',
    host: OFFICE,
    files: ['txt'],
    page: dropZone(
      RAW,
      `(async () => { const out = []; const walk = async (h) => { if (h.kind === 'file') out.push(await h.getFile()); else for await (const x of h.values()) await walk(x); }; for (const h of await Promise.all([...e.dataTransfer.items].map((i) => i.getAsFileSystemHandle()))) await walk(h); return out })()`,
    ),
    drive: (user) => user.dropFiles('#z', [user.folder()]),
    scripted: true,
  },
  {
    name: 'a file dropped on a native input',
    host: SCHOOL,
    files: ['txt'],
    page: taker(RAW, '<input id="f" type="file" style="width:300px;height:60px">'),
    drive: (user) => user.dropFiles('#f'),
    scripted: true,
  },
  {
    name: 'a file dropped where window listens, captured first',
    files: ['txt'],
    page: `<script>addEventListener('dragover', (e) => e.preventDefault(), true); addEventListener('drop', (e) => { e.preventDefault(); for (const f of e.dataTransfer.files) lab.send(f) }, true)</script><div id="z" style="height:200px">Thả</div>`,
    drive: drop,
  },
  {
    name: 'a file dropped into a closed shadow tree',
    files: ['txt'],
    page: `<div id="z" style="width:300px;height:120px"></div><script>const r = document.getElementById('z').attachShadow({ mode: 'closed' }); r.innerHTML = '<div style="height:120px">Thả</div>'; r.firstChild.ondragover = (e) => e.preventDefault(); r.firstChild.ondrop = (e) => { e.preventDefault(); lab.send(e.dataTransfer.files[0]) }</script>`,
    drive: drop,
  },
  {
    name: 'a dropped file put into a hidden input of a form',
    host: SCHOOL,
    files: ['docx'],
    page: `<form id="fm" method="post" enctype="multipart/form-data"><input type="file" id="an" name="tep" hidden></form>${dropZone('fm.submit()', `(document.getElementById('an').files = e.dataTransfer.files)`)}<script>const fm = document.getElementById('fm'); fm.action = lab.at('nop')</script>`,
    drive: drop,
    looseEvents: true,
  },
  {
    name: 'a file of the private file system that the page wrote itself',
    host: MAIL,
    page: `<button id="go">Đồng bộ</button><script>document.getElementById('go').onclick = async () => { const d = await navigator.storage.getDirectory(); const h = await d.getFileHandle('a' + lab.canary, { create: true }); const w = await h.createWritable(); await w.write(lab.text); await w.close(); lab.send(await h.getFile()) }</script>`,
    drive: (user) => user.click('#go'),
  },
];

testChannels('files', import.meta.filename, cases);
