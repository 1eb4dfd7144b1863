import type { Asker } from './ask.ts';
import { urlTexts } from './requests.ts';
import { refusal } from './sockets.ts';
import { wrap, wrapConstructor } from './wrap.ts';

/** What else carries words in an address, a cookie or a prompt: `window.open`, EventSource, WebTransport, `share` … */
export function hookWindows(ask: Asker): void {
  const mayLoad = (address: unknown = ''): boolean => ask.texts('url', urlTexts(String(address)));
  // The name goes along to whatever page the window shows.
  wrap(globalThis, 'open', (_self, args, go) => (mayLoad(args[0]) && mayLoad(args[1]) ? go() : null));
  wrap(globalThis, 'name', (_self, args, go) => (mayLoad(args[0]) ? go() : undefined), 'set');
  wrap(globalThis, 'prompt', (_self, _args, go) => {
    const answer = go() as string | null;
    return answer === null || ask.texts('typed', [answer]) ? answer : null;
  });
  const constructors = [
    ['EventSource', 0],
    ['WebTransport', 0],
    ['Audio', 0],
    ['FontFace', 1],
  ] as const;
  for (const [name, at] of constructors)
    wrapConstructor(name, (args, go) => {
      if (!mayLoad(args[at])) throw refusal();
      return go();
    });
  const loaders = [
    [globalThis.ServiceWorkerContainer, 'register'],
    [globalThis.Worklet, 'addModule'],
    [globalThis.Cache, 'add'],
    [globalThis.Cache, 'addAll'],
  ] as const;
  for (const [owner, name] of loaders)
    wrap(owner?.prototype, name, (_self, args, go) =>
      [args[0]]
        .flat()
        .every((from) => (from instanceof Request ? ask.texts('url', urlTexts(from)) : mayLoad(from)))
        ? go()
        : Promise.reject(refusal()),
    );
  wrap(globalThis.CookieStore?.prototype, 'set', (_self, args, go) => {
    const [first, value] = args as [string | CookieInit, string | undefined];
    const texts = typeof first === 'string' ? [first, value ?? ''] : [first?.name ?? '', first?.value ?? ''];
    return ask.texts('body', texts) ? go() : Promise.reject(refusal());
  });
  wrap(
    Document.prototype,
    'cookie',
    (_self, args, go) => (ask.texts('body', [String(args[0])]) ? go() : undefined),
    'set',
  );
  wrap(Navigator.prototype, 'share', (_self, args, go) => {
    const { title = '', text = '', url = '' } = (args[0] ?? {}) as ShareData;
    return ask.texts('body', [title, text, url].filter(Boolean)) ? go() : Promise.reject(refusal());
  });
}
