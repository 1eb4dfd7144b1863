import { readBytes } from './bytes.ts';
import { textOfHtml } from './text-of-html.ts';

/** What is about to be sent: texts and bytes as they are handed to the browser. */
export interface Sent {
  readonly texts: readonly string[];
  readonly bytes: readonly (ArrayBuffer | ArrayBufferView)[];
}

/** Code units of all texts drawn from one question, so that a body inside a body inside a body ends. */
const BUDGET = 8_000_000;
/** Code units of the longest run that is taken for base64 or hexadecimal; longer ones are files. */
const LONGEST_RUN = 500_000;
const DEPTH = 3;

/**
 * Every form in which content may be read: as it is, and with URL, JSON, form, HTML, base64, gzip and UTF-16
 * dressing undone. Each text once, plain ones first.
 */
export function readablesOf(sent: Sent): Iterable<string> {
  const found = new Set<string>();
  let budget = BUDGET;
  const add = (text: string, depth: number): void => {
    if (text.length < 2 || found.has(text) || budget <= 0) return;
    budget -= text.length;
    found.add(text);
    if (depth >= DEPTH) return;
    for (const inner of undress(text)) add(inner, depth + 1);
    for (const inner of [...decodeBase64(text), ...decodeHex(text)]) add(inner, depth + 1);
  };
  for (const text of sent.texts) add(text, 0);
  if (sent.texts.length > 1) add(sent.texts.join('\n'), DEPTH);
  for (const bytes of sent.bytes) for (const text of readBytes(bytes)) add(text, 0);
  return found;
}

function undress(text: string): string[] {
  const forms: string[] = [];
  if (text.includes('%')) forms.push(decodePercent(text));
  const fields = fieldsOf(text);
  if (fields) forms.push(fields);
  const leaves = leavesOf(text);
  if (leaves.length > 0) {
    forms.push(leaves.join('\n'));
    if (leaves.length > 1) forms.push(leaves.join(''));
  } else if (/\\u[0-9a-f]{4}|\\n/iu.test(text)) forms.push(decodeEscapes(text));
  if (/<[a-z!/]/iu.test(text) || /&#?\w+;/u.test(text)) forms.push(textOfHtml(text));
  return forms;
}

/** `a=1&b=2` as lines of values; null when the text is something else. */
function fieldsOf(text: string): string | null {
  const query = /^[^\s?#]*[?#](.+)$/su.exec(text)?.[1] ?? text;
  if (!/^[\w.\-%+[\]*]{1,200}=/u.test(query)) return null;
  const values = query.split(/[&;#]/u).map((pair) => pair.slice(pair.indexOf('=') + 1));
  return values.map((value) => decodePercent(value.replaceAll('+', ' '))).join('\n');
}

function decodePercent(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/giu, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

function decodeEscapes(text: string): string {
  return text
    .replace(/\\u([0-9a-f]{4})/giu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\[nrt]/gu, '\n')
    .replace(/\\(["\\/])/gu, '$1');
}

/** What a JSON text says, also behind a short protocol prefix such as `42`; undefined when it is none. */
export function readJson(text: string): unknown {
  const start = /^[\s\d\-/,]{0,24}(?=[[{"])/u.exec(text)?.[0].length ?? 0;
  if (!/[[{"]/u.test(text[start] ?? '')) return undefined;
  try {
    return JSON.parse(text.slice(start));
  } catch {
    return undefined;
  }
}

/** The strings inside a JSON text. */
function leavesOf(text: string): string[] {
  const leaves: string[] = [];
  const walk = (node: unknown, depth: number): void => {
    if (typeof node === 'string') leaves.push(node);
    else if (typeof node === 'object' && node !== null && depth < 64)
      for (const child of Object.values(node)) walk(child, depth + 1);
  };
  walk(readJson(text), 0);
  return leaves;
}

/** Runs of hexadecimal digits that turn out to be text. */
function decodeHex(text: string): string[] {
  const texts: string[] = [];
  for (const [run] of text.matchAll(/(?:[0-9a-f]{2}){8,}/giu)) {
    if (run.length > LONGEST_RUN) continue;
    const bytes = new Uint8Array(run.length / 2);
    for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(run.slice(2 * i, 2 * i + 2), 16);
    texts.push(...readBytes(bytes));
  }
  return texts;
}

/** Runs of base64 that turn out to be text. */
function decodeBase64(text: string): string[] {
  const texts: string[] = [];
  // In an address slashes stand between what is written too.
  const apart = /^\w*:?\/\S*$/u.test(text) ? text.replaceAll('/', ' ') : '';
  for (const [run] of `${apart} ${text}`.matchAll(/[A-Za-z0-9+/_-]{16,}={0,2}/gu)) {
    if (run.length > LONGEST_RUN || !/[A-Z]/u.test(run) || !/[a-z]/u.test(run)) continue;
    try {
      const binary = atob(run.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/u, ''));
      const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
      texts.push(...readBytes(bytes));
    } catch {
      // Not base64 after all.
    }
  }
  return texts;
}
