import type { Asker } from './ask.ts';
import { readMessage } from './body.ts';
import { urlTexts } from './requests.ts';
import { refusal } from './sockets.ts';
import { wrap, wrapConstructor } from './wrap.ts';

/** What else carries words in an address, a cookie or a prompt: `window.open`, EventSource, WebTransport, `share` … */
export function hookWindows(ask: Asker): void {
  const mayLoad = (...from: unknown[]): boolean =>
    ask.texts(
      'url',
      from.flat().flatMap((one = '') => urlTexts(one instanceof Request ? one : String(one))),
    );
  // The name goes along to whatever page the window shows.
  wrap(globalThis, 'open', (_self, args, go) => (mayLoad(args[0], args[1]) ? go() : null));
  wrap(globalThis, 'name', (_self, args, go) => (mayLoad(args[0]) ? go() : undefined), 'set');
  wrap(globalThis, 'prompt', (_self, _args, go) => {
    const answer = go() as string | null;
    return answer === null || ask.texts('typed', [answer]) ? answer : null;
  });
  const constructors: readonly [string, (first: unknown, second: unknown) => unknown][] = [
    ['EventSource', (address) => address],
    ['WebTransport', (address) => address],
    ['Audio', (address) => address],
    ['FontFace', (_family, source) => source],
    ['Notification', (_title, options) => iconsOf(options)],
    ['MediaMetadata', (init) => stringsIn((init as MediaMetadataInit | undefined)?.artwork)],
    ['PaymentRequest', stringsIn],
  ];
  for (const [name, addressesIn] of constructors)
    wrapConstructor(name, (args, go) => {
      if (!mayLoad(addressesIn(args[0], args[1]))) throw refusal();
      return go();
    });
  wrap(
    globalThis.MediaMetadata?.prototype,
    'artwork',
    (_self, args, go) => (mayLoad(stringsIn(args[0])) ? go() : undefined),
    'set',
  );
  const loaders = [
    [globalThis.ServiceWorkerContainer, 'register'],
    [globalThis.Worklet, 'addModule'],
    [globalThis.Cache, 'add'],
    [globalThis.Cache, 'addAll'],
  ] as const;
  for (const [owner, name] of loaders)
    wrap(owner?.prototype, name, (_self, args, go) => (mayLoad(args[0]) ? go() : Promise.reject(refusal())));
  wrap(globalThis.ServiceWorkerRegistration?.prototype, 'showNotification', (_self, args, go) =>
    mayLoad(iconsOf(args[1])) ? go() : Promise.reject(refusal()),
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

const stringsIn = (value: unknown): readonly string[] => readMessage(value).texts;

interface Shown {
  readonly icon?: unknown;
  readonly image?: unknown;
  readonly badge?: unknown;
  readonly actions?: Shown | readonly Shown[];
}

/** Pictures of a notification and of its buttons. */
function iconsOf(options: unknown): unknown[] {
  const shown = options as Shown | undefined;
  return [shown, shown?.actions].flat().flatMap((part) => [part?.icon, part?.image, part?.badge]);
}
