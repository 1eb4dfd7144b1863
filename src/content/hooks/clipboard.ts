import type { Asker } from './ask.ts';
import { wrap } from './wrap.ts';

/** The async clipboard, which fires no paste event: a refused read is one the person did not permit. */
export function hookClipboard(ask: Asker): void {
  const prototype = globalThis.Clipboard?.prototype;
  const refused = () => new DOMException('Read permission denied.', 'NotAllowedError');
  wrap(prototype, 'readText', async (_self, _args, go) => {
    const text = (await go()) as string;
    if (!ask.texts('read', [text])) throw refused();
    return text;
  });
  wrap(prototype, 'read', async (_self, _args, go) => {
    const items = (await go()) as ClipboardItem[];
    for (const item of items)
      for (const type of item.types) {
        if (!type.startsWith('text/')) continue;
        const text = await (await item.getType(type)).text();
        if (!ask.texts('read', [text])) throw refused();
      }
    return items;
  });
}
