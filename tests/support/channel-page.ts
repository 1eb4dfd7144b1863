import type { Payload } from './channel-payload.ts';
import { html, type Served } from './receiving-server.ts';

/** The hosts of the cases: protected by the bundled list, but for the last one. */
export const ZALO = 'chat.zalo.me';
export const MAIL = 'mail.google.com';
export const OFFICE = 'van-thu.hoason.gov.vn';
export const SCHOOL = 'thcs-hoason.edu.vn';
/** A host that no policy names. */
export const ELSEWHERE = 'cdn.khac.example.net';

/** The page that writes the clipboard. */
export const PRELUDE: Served = html('');

/** What the page saw: the events that carry a person's work, in order. */
const LOGGED =
  'paste beforeinput input change drop dragenter dragover dragleave keydown keyup mousedown mouseup click submit focusin focusout compositionstart compositionupdate compositionend reset';

/**
 * A page of a case. Its first script logs events and offers `lab.send(body)`; `lab.text` and `lab.line` are what the page's
 * own script holds without any input.
 */
export function preludeFor(host: string, payload: Payload, body: string): Served {
  const { text, line, html: rich, canary } = payload;
  const held = JSON.stringify({ text, line, html: rich, canary }).replaceAll('<', '\\u003c');
  return html(`<script>(() => {
    const at = (path) => 'https://${host}/c/${payload.run}/' + path;
    const log = [];
    window.lab = { ...${held}, log, at, send: (body, path = 'in', init = {}) => fetch(at(path), { method: 'POST', body, ...init }) };
    for (const type of '${LOGGED}'.split(' '))
      addEventListener(type, (e) => log.push([type, e.inputType, e.type.startsWith('key') ? e.key : '', e.target.id ?? '', e.isTrusted ? '' : 'untrusted'].filter(Boolean).join(' ')), true);
  })()</script>${body}`);
}

/** A text area (or another field with the id `t`) and a button that runs `send` with its text. */
export function sender(
  send = 'lab.send(text)',
  field = '<textarea id="t" rows="8" cols="60"></textarea>',
): string {
  return `${field}<p><button id="go" type="button">Gửi</button></p><script>
    const t = document.getElementById('t');
    document.getElementById('go').onclick = async () => { const text = t.value ?? t.innerText; ${send}; };
  </script>`;
}

/** A button; the page's script sends a text it holds without any input. */
export function scripted(send: string): string {
  return `<button id="go" type="button">Đồng bộ</button><script>
    document.getElementById('go').onclick = async () => { const text = lab.text; ${send}; };
  </script>`;
}

/** A file input (or another with the id `f`) whose files run `take`. */
export function taker(take: string, field = '<input id="f" type="file" multiple>'): string {
  return `${field}<script>
    async function take(files) { ${take} }
    document.getElementById('f').addEventListener('change', (e) => take([...e.target.files]));
  </script>`;
}

/** A zone that takes dropped files. */
export function dropZone(take: string, files = '[...e.dataTransfer.files]'): string {
  return `<div id="z" style="width:400px;height:160px;border:2px dashed #888">Thả tệp vào đây</div><script>
    async function take(files) { ${take} }
    const z = document.getElementById('z');
    z.ondragover = (e) => e.preventDefault();
    z.ondrop = async (e) => { e.preventDefault(); take(await ${files}); };
  </script>`;
}

export const EDITABLE =
  '<div id="t" contenteditable="true" style="min-height:120px;border:1px solid #888"></div>';
export const SEND_FILES =
  'for (const f of files) { const form = new FormData(); form.append("tep", f, f.name); await lab.send(form); }';

/** A script file for a worker or a module. */
export const script = (body: string): Served => ({ type: 'text/javascript', body });

/** Escapes a page for an attribute such as `srcdoc`. */
export const attribute = (page: string): string => page.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
