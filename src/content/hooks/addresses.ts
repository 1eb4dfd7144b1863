import type { Asker } from './ask.ts';
import { getterOf, readBody, readMessage } from './body.ts';
import { urlTexts } from './requests.ts';
import { sources } from './workers.ts';
import { type Around, wrap, wrapConstructor } from './wrap.ts';

const LOADS =
  /^(?:src|(?:image)?srcset|(?:xlink:)?href|poster|data|background|ping|style|srcdoc|to|from|values)$/iu;
/** Addresses inside markup or style, and rules that have the browser load pages ahead: what a load would carry. */
const IN_MARKUP =
  /(?:\b(?:src|(?:image)?srcset|href|poster|data|background|ping)\s*=\s*|url\(\s*|@import\s+(?!url))(?:"([^"]*)"|'([^']*)'|([^\s"'>)]+))|speculationrules[^>]*>([^<]*)/giu;

/** Addresses that an element loads as soon as it has them: images as beacons, scripts, frames, style. */
export function hookAddresses(ask: Asker): void {
  // A base goes before every other address, the name of a frame along with its page.
  const sinks: readonly [{ prototype: object } | undefined, string][] = [
    [globalThis.HTMLImageElement, 'src'],
    [globalThis.HTMLImageElement, 'srcset'],
    [globalThis.HTMLScriptElement, 'src'],
    [globalThis.HTMLIFrameElement, 'src'],
    [globalThis.HTMLIFrameElement, 'name'],
    [globalThis.HTMLFrameElement, 'src'],
    [globalThis.HTMLLinkElement, 'href'],
    [globalThis.HTMLLinkElement, 'imageSrcset'],
    [globalThis.HTMLBaseElement, 'href'],
    [globalThis.HTMLSourceElement, 'src'],
    [globalThis.HTMLSourceElement, 'srcset'],
    [globalThis.HTMLMediaElement, 'src'],
    [globalThis.HTMLVideoElement, 'poster'],
    [globalThis.HTMLEmbedElement, 'src'],
    [globalThis.HTMLObjectElement, 'data'],
    [globalThis.HTMLTrackElement, 'src'],
    [globalThis.HTMLInputElement, 'src'],
    [globalThis.HTMLBodyElement, 'background'],
    [globalThis.SVGAnimatedString, 'baseVal'],
  ];
  for (const [owner, name] of sinks)
    wrap(owner?.prototype, name, (self, args, go) => load(ask, self, args[0], go), 'set');
  wrap(Element.prototype, 'setAttribute', (self, args, go) => attribute(ask, self, args[0], args[1], go));
  wrap(Element.prototype, 'setAttributeNS', (self, args, go) => attribute(ask, self, args[1], args[2], go));
  const put: Around = (self, args, go) => {
    const node = args[0] as Attr | undefined;
    return attribute(ask, self, node?.name, node?.value, go);
  };
  for (const ending of ['', 'NS']) {
    wrap(Element.prototype, `setAttributeNode${ending}`, put);
    wrap(NamedNodeMap.prototype, `setNamedItem${ending}`, put);
  }
  wrap(Attr.prototype, 'value', (self, args, go) => setValue(ask, self, args, go), 'set');
  // Of style elements too, which load what they import.
  for (const name of ['nodeValue', 'textContent'])
    wrap(
      Node.prototype,
      name,
      (self, args, go) => {
        if (isAttribute(self)) return setValue(ask, self, args, go);
        return self instanceof HTMLStyleElement ? markup(ask, args[0], go) : go();
      },
      'set',
    );
  hookMarkup(ask);
  hookStyle(ask);
  hookAnimations(ask);
  hookDocuments(ask);
}

function attribute(ask: Asker, self: unknown, name: unknown, value: unknown, go: () => unknown): unknown {
  if (typeof name !== 'string') return go();
  const loads = LOADS.test(name);
  // Filters and masks of drawings are named as styles are.
  if (!(loads || (typeof value === 'string' && /url\(/u.test(value))) || self instanceof HTMLAnchorElement)
    return go();
  return loads && !/^s(?:tyle|rcdoc)$/iu.test(name) ? load(ask, self, value, go) : markup(ask, value, go);
}

const nodeType = getterOf(Node.prototype, 'nodeType')!;

function isAttribute(node: unknown): boolean {
  return Reflect.apply(nodeType, node, []) === Node.ATTRIBUTE_NODE;
}

function setValue(ask: Asker, self: unknown, args: readonly unknown[], go: () => unknown): unknown {
  const node = self as Attr | undefined;
  return attribute(ask, node?.ownerElement, node?.name, args[0], go);
}

/** A refused address is not set; the element learns of it as of a load that failed. */
function load(ask: Asker, element: unknown, value: unknown, go: () => unknown): unknown {
  const address = typeof value === 'string' ? value : String(value);
  const refuse = (): void =>
    queueMicrotask(() => (element as Element | undefined)?.dispatchEvent?.(new Event('error')));
  if (!ask.texts('url', urlTexts(address))) return refuse();
  return markup(ask, element instanceof HTMLImageElement ? '' : sourceOf(address), go, refuse);
}

/** A page or style sheet that the page itself put into a Blob loads what it names. */
function sourceOf(address: unknown): string {
  return sources.get(address as string)?.texts[0] ?? '';
}

function markup(ask: Asker, value: unknown, go: () => unknown, refuse: () => unknown = () => {}): unknown {
  const text = typeof value === 'string' ? value : String(value);
  if (!/=|url\(|@import/iu.test(text)) return go();
  const addresses: string[] = [];
  for (const [, ...found] of text.matchAll(IN_MARKUP)) addresses.push(...urlTexts(found.join('')));
  return ask.texts('url', addresses) ? go() : refuse();
}

function hookMarkup(ask: Asker): void {
  const first: Around = (_self, args, go) => markup(ask, args[0], go);
  for (const prototype of [Element.prototype, globalThis.ShadowRoot?.prototype]) {
    wrap(prototype, 'innerHTML', first, 'set');
    wrap(prototype, 'setHTMLUnsafe', first);
    wrap(prototype, 'setHTML', first);
  }
  wrap(HTMLIFrameElement.prototype, 'srcdoc', first, 'set');
  wrap(Element.prototype, 'outerHTML', first, 'set');
  wrap(Element.prototype, 'insertAdjacentHTML', (_self, args, go) => markup(ask, args[1], go));
  wrap(Range.prototype, 'createContextualFragment', (_self, args, go) =>
    markup(ask, args[0], go, () => go([''])),
  );
  wrap(DOMParser.prototype, 'parseFromString', (_self, args, go) =>
    markup(ask, args[0], go, () => go(['', args[1]])),
  );
  wrap(Document, 'parseHTMLUnsafe', (_self, args, go) => markup(ask, args[0], go, () => go([''])));
  wrap(Document.prototype, 'execCommand', (_self, args, go) => {
    const [, what] = /^insert(html|image)$/iu.exec(String(args[0])) ?? [];
    if (what === undefined) return go();
    const value = String(args[2]);
    const markedUp = what.toLowerCase() === 'html' ? value : `<img src="${value}">`;
    return markup(ask, markedUp, go, () => false);
  });
  for (const name of ['write', 'writeln'])
    wrap(Document.prototype, name, (_self, args, go) => markup(ask, args.map(String).join(''), go));
}

/** Documents that are made elsewhere: their images load once they stand in the page. */
function hookDocuments(ask: Asker): void {
  wrap(XMLHttpRequest.prototype, 'open', (_self, args, go) =>
    markup(ask, sourceOf(args[1]), go, () => go([args[0], 'data:,%'])),
  );
  const prototype = globalThis.XSLTProcessor?.prototype;
  const native = prototype?.transformToDocument;
  for (const name of ['transformToDocument', 'transformToFragment'])
    wrap(prototype, name, (self, args, go) => {
      const made = args[0] instanceof Node && Reflect.apply(native!, self, [args[0]]);
      return markup(ask, readBody(made).texts.join(), go, () => null);
    });
}

function hookStyle(ask: Asker): void {
  const style = CSSStyleDeclaration.prototype;
  wrap(style, 'setProperty', (_self, args, go) => markup(ask, args[1], go));
  wrap(style, 'cssText', (_self, args, go) => markup(ask, args[0], go), 'set');
  const given: Around = (_self, args, go) => markup(ask, args.join(), go);
  const sheets = [
    CSSStyleSheet,
    globalThis.CSSStyleRule,
    globalThis.CSSGroupingRule,
    globalThis.CSSKeyframesRule,
    globalThis.StylePropertyMap,
  ];
  for (const sheet of sheets)
    for (const name of ['insertRule', 'addRule', 'appendRule', 'set', 'append'])
      wrap(sheet?.prototype, name, given);
  for (const name of ['replace', 'replaceSync'])
    wrap(CSSStyleSheet.prototype, name, (_self, args, go) => markup(ask, args[0], go, () => go([''])));
  // Single properties are no functions: an observer hears of them, but not inside shadow trees it was not told of, and
  // not of those of a rule.
  for (const rule of [globalThis.CSSStyleRule, globalThis.CSSKeyframeRule, globalThis.CSSFontFaceRule])
    wrap(rule?.prototype, 'style', (_self, _args, go) => judgedSoon(ask, go() as CSSStyleDeclaration), 'get');
  wrap(Element.prototype, 'attachShadow', (self, _args, go) => {
    const root = go();
    ask.watchInside(self);
    return root;
  });
  const known = new WeakSet();
  const meet = (root: ShadowRoot): void => {
    if (known.has(root)) return;
    known.add(root);
    ask.watchInside(root.host);
  };
  for (const owner of [Element, globalThis.ElementInternals])
    wrap(
      owner?.prototype,
      'shadowRoot',
      (_self, _args, go) => {
        const root = go() as ShadowRoot | null;
        if (root) meet(root);
        return root;
      },
      'get',
    );
  wrap(Event.prototype, 'composedPath', (_self, _args, go) => {
    const path = go() as unknown[];
    for (let i = 0; i < path.length; i++) if (path[i] instanceof ShadowRoot) meet(path[i] as ShadowRoot);
    return path;
  });
}

const readStyle = getterOf(CSSStyleDeclaration.prototype, 'cssText')!;
const soon = new Set<CSSStyleDeclaration>();

/** Has a style judged once the script that asked for it ends, which is before the browser loads what it names. */
function judgedSoon(ask: Asker, style: CSSStyleDeclaration): CSSStyleDeclaration {
  if (soon.size === 0)
    queueMicrotask(() => {
      for (const style of soon)
        markup(
          ask,
          Reflect.apply(readStyle, style, []),
          () => {},
          () => {
            style.cssText = '';
          },
        );
      soon.clear();
    });
  soon.add(style);
  return style;
}

function hookAnimations(ask: Asker): void {
  const judged = (keyframes: unknown, go: () => unknown, instead: () => unknown): unknown =>
    markup(ask, readMessage(keyframes).texts.join('\n'), go, instead);
  wrap(Element.prototype, 'animate', (_self, args, go) => judged(args[0], go, () => go([null, args[1]])));
  wrap(globalThis.KeyframeEffect?.prototype, 'setKeyframes', (_self, args, go) =>
    judged(args[0], go, () => go([null])),
  );
  wrapConstructor(
    'KeyframeEffect',
    (args, go) => judged(args[1], go, () => go([args[0], null, args[2]])) as object,
  );
}
