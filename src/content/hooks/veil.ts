import type { Asker } from './ask.ts';
import { wrap } from './wrap.ts';

/**
 * While a field is marked, scripts that read it get what it held before: timers set before the marking was complete, and
 * pages that encrypt what they read, would carry it out otherwise. The person sees and edits the real text.
 */
export function hookFieldReading(ask: Asker): void {
  const veiled = new WeakMap<Node, string>();
  const told = new WeakSet<Node>();
  let fields = 0;
  ask.onVeil((field, shown) => {
    if (shown === null) {
      fields -= veiled.delete(field) ? 1 : 0;
      told.delete(field);
    } else {
      fields += veiled.has(field) ? 0 : 1;
      veiled.set(field, shown);
    }
  });
  const readings: readonly [object, string, (shown: string) => string][] = [
    [HTMLTextAreaElement.prototype, 'value', (shown) => shown],
    [HTMLInputElement.prototype, 'value', (shown) => shown],
    [HTMLElement.prototype, 'innerText', (shown) => shown],
    [Node.prototype, 'textContent', (shown) => shown],
    [Element.prototype, 'innerHTML', asHtml],
  ];
  for (const [prototype, name, show] of readings)
    wrap(
      prototype,
      name,
      (self, _args, go) => {
        if (fields === 0) return go();
        const shown = veiled.get(self as Node);
        const held = go();
        // What a script has emptied holds nothing to hide.
        if (shown === undefined || held === '') return held;
        if (!told.has(self as Node)) {
          told.add(self as Node);
          ask.veilRead(self as Node);
        }
        return show(shown);
      },
      'get',
    );
}

function asHtml(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped.split('\n').join('<br>');
}
