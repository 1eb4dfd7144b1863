import type { Asker } from './ask.ts';
import { asSent, isKind, readBody, readLater } from './body.ts';
import { judgedStream } from './streams.ts';
import { wrap } from './wrap.ts';

const { apply } = Reflect;

/** `fetch` and `fetchLater`: a refused request fails like one without a network. */
export function hookFetch(ask: Asker): void {
  const failure = () => new TypeError('Failed to fetch');
  const mayGo = (input: unknown, init: RequestInit | undefined): boolean => {
    const request = isKind(input, 'Request') ? (input as Request) : undefined;
    return (
      ask.texts('url', urlTexts(input)) &&
      ask.texts('url', urlTexts(init?.referrer ?? request?.referrer)) &&
      ask.texts('body', headerTexts(init?.headers ?? request?.headers))
    );
  };
  wrap(globalThis, 'fetch', (_self, args, go) => {
    const init = args[1] as RequestInit | undefined;
    const input = addressOnce(args[0]);
    const sent = asSent(init?.body ?? null);
    const body = readBody(sent);
    if (!mayGo(input, init) || !ask.body(body, wayOf(input))) return Promise.reject(failure());
    const goOn = (content = sent) => {
      if (args.length === 0) return go() as Promise<Response>;
      if (args.length < 2) return go([input]) as Promise<Response>;
      const same = content === (init?.body ?? null);
      return go([input, same ? init : { ...init, body: content }]) as Promise<Response>;
    };
    if (isKind(sent, 'ReadableStream'))
      return judgedStream(ask, sent as ReadableStream).then((stream) => {
        if (!stream) throw failure();
        return goOn(stream);
      });
    const request = bodiedRequest(input, init);
    if (!request && body.later.length === 0) return goOn();
    return readLater(body, request).then((read) => {
      if (!ask.body(read)) throw failure();
      return goOn();
    });
  });
  wrap(globalThis, 'fetchLater', (_self, args, go) => {
    const input = args[0];
    const init = args[1] as RequestInit | undefined;
    if (!mayGo(input, init) || !ask.body(readBody(init?.body))) throw failure();
    return go();
  });
}

interface Opened {
  url: string;
  headers: string[];
}

/** `XMLHttpRequest`: a refused request ends in its own `error` event. */
export function hookXhr(ask: Asker): void {
  const opened = new WeakMap<object, Opened>();
  const { open, send } = XMLHttpRequest.prototype;
  wrap(XMLHttpRequest.prototype, 'open', (self, args, go) => {
    const address = addressOnce(args[1]);
    opened.set(self as object, { url: String(address), headers: [] });
    if (address !== args[1]) args[1] = address;
    return go();
  });
  wrap(XMLHttpRequest.prototype, 'setRequestHeader', (self, args, go) => {
    const { headers } = opened.get(self as object) ?? {};
    if (headers && worthAsking(String(args[1]))) headers[headers.length] = String(args[1]);
    return go();
  });
  wrap(XMLHttpRequest.prototype, 'send', (self, args, go) => {
    const { url = '', headers = [] } = opened.get(self as object) ?? {};
    const refuse = (): void => {
      apply(open, self, ['GET', 'data:,%', true]);
      apply(send, self, []);
    };
    const sent = args.length === 0 ? null : asSent(args[0]);
    const body = readBody(sent);
    if (!ask.texts('url', urlTexts(url)) || !ask.texts('body', headers) || !ask.body(body, wayOf(url)))
      return refuse();
    const goOn = () => go(args.length === 0 ? [] : [sent]);
    if (body.later.length === 0) return goOn();
    void readLater(body).then((read) => (ask.body(read) ? goOn() : refuse()));
  });
}

/** `navigator.sendBeacon`: a refused beacon is one the browser could not queue. */
export function hookBeacon(ask: Asker): void {
  wrap(Navigator.prototype, 'sendBeacon', (_self, args, go) => {
    const body = readBody(args[1]);
    if (!ask.texts('url', urlTexts(args[0])) || !ask.body(body, wayOf(args[0]))) return false;
    if (body.later.length === 0) return go();
    void readLater(body).then((read) => ask.body(read) && go());
    return true;
  });
}

/** The address as the only text worth asking about; nothing when it carries no words. */
export function urlTexts(input: unknown): string[] {
  const url = addressOf(input);
  if (url.length < 4 || url.startsWith('blob:')) return [];
  return worthAsking(url) ? [url] : [];
}

/** An address that is asked for once, so that it stays what was judged. */
function addressOnce(input: unknown): unknown {
  return typeof input === 'object' && input !== null && !isKind(input, 'Request') && !isKind(input, 'URL')
    ? String(input)
    : input;
}

/** An address without its query. */
function wayOf(input: unknown): string {
  return addressOf(input).split(/[?#]/u, 1)[0]!;
}

/** By kind, not `instanceof`: in a frame that was taken out of its page the constructors are gone. */
function addressOf(input: unknown): string {
  if (typeof input === 'string') return input;
  if (isKind(input, 'Request')) return (input as Request).url;
  return isKind(input, 'URL') ? (input as URL).href : '';
}

/** The request whose own body would be sent, if there is one. */
function bodiedRequest(input: unknown, init: RequestInit | undefined): Request | null {
  if (!isKind(input, 'Request') || init?.body) return null;
  const request = input as Request;
  return request.body && !request.bodyUsed ? request : null;
}

/** Plain paths carry no Vietnamese words; a question mark, an escape, a non-ASCII letter or a long token may. */
function worthAsking(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII
  return /[?#%]|[^\u0000-\u007f]|[\w+-]{24}/u.test(text) || text.length > 200;
}

const eachHeader = Headers.prototype.forEach;
const { isArray } = Array;
const { values } = Object;

function headerTexts(headers: HeadersInit | undefined): string[] {
  const texts: string[] = [];
  const take = (value: unknown): void => {
    const text = String(value);
    if (worthAsking(text)) texts[texts.length] = text;
  };
  if (!headers) return texts;
  if (isKind(headers, 'Headers')) apply(eachHeader, headers, [take]);
  else {
    const pairs: readonly unknown[] = isArray(headers) ? headers : values(headers);
    for (let i = 0; i < pairs.length; i++) {
      const pair = pairs[i];
      take(isArray(pair) ? pair[1] : pair);
    }
  }
  return texts;
}
