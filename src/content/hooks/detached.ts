import type { Asker } from './ask.ts';
import { urlTexts } from './requests.ts';
import { wrap } from './wrap.ts';

/** A file input or a link outside the document, whose click no window hears, and rules that load pages ahead. */
export function hookDetachedElements(ask: Asker): void {
  const watch = (element: unknown): void => {
    if (element instanceof HTMLScriptElement) {
      if (/^speculationrules$/iu.test(element.type)) ask.watchInside(element);
      return;
    }
    if (!(element instanceof HTMLElement) || element.isConnected) return;
    if (element instanceof HTMLInputElement) {
      if (element.type === 'file') ask.watch(element);
      return;
    }
    const root = element.getRootNode();
    if (root instanceof Element || root instanceof DocumentFragment)
      for (const input of root.querySelectorAll<HTMLInputElement>('input[type=file]')) ask.watch(input);
  };
  const mayClick = (self: unknown): boolean => {
    watch(self);
    const away = self instanceof HTMLAnchorElement && !self.isConnected ? [self.href, self.ping] : [];
    return ask.texts('url', away.flatMap(urlTexts));
  };
  wrap(HTMLElement.prototype, 'click', (self, _args, go) => (mayClick(self) ? go() : undefined));
  // From the moment it becomes one, so that the guard's listeners come before the page's.
  for (const owner of [HTMLInputElement, HTMLScriptElement])
    wrap(
      owner.prototype,
      'type',
      (self, _args, go) => {
        go();
        watch(self);
      },
      'set',
    );
  wrap(Element.prototype, 'setAttribute', (self, args, go) => {
    const result = go();
    if (args[0] === 'type') watch(self);
    return result;
  });
  wrap(HTMLInputElement.prototype, 'showPicker', (self, _args, go) => {
    watch(self);
    return go();
  });
  wrap(EventTarget.prototype, 'dispatchEvent', (self, args, go) => {
    const clicks = args[0] instanceof MouseEvent && args[0].type === 'click';
    return !clicks || mayClick(self) ? go() : false;
  });
}
