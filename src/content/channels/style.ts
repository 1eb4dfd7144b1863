import { readablesOf } from '../../reading/readables.ts';
import type { Guard } from '../guard.ts';
import { stops } from '../judge.ts';

const ADDRESS = /(?:url\(|@import(?!\s*url))\s*(?:"([^"]*)"|'([^']*)'|([^)\s]*))/giu;
const LOADS = /url\(|@import/iu;

/**
 * Addresses in style attributes and style elements, which no hook sees being set. An observer hears of them before the
 * browser works out styles and loads what they name.
 */
export function guardStyles(guard: Guard): void {
  const weigh = (style: string): boolean => {
    for (const match of style.matchAll(ADDRESS)) {
      const address = match[1] ?? match[2] ?? match[3] ?? '';
      if (address.startsWith('data:') || !/[?%]|[^ -~]/u.test(address)) continue;
      for (const text of readablesOf({ texts: [address], bytes: [] })) {
        const verdict = guard.judge.on('script').weigh(text);
        if (!stops(verdict)) continue;
        guard.attempts.stopText({
          channel: 'script',
          text,
          verdict,
          unasked: true,
          onContinue: () => guard.judge.approve(text, verdict),
        });
        return true;
      }
    }
    return false;
  };
  const observer = new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      if (type === 'attributes') {
        const style = (target as Element).getAttribute('style');
        if (style && LOADS.test(style) && weigh(style)) (target as Element).removeAttribute('style');
        continue;
      }
      for (const node of [target, ...addedNodes])
        if (node instanceof HTMLStyleElement && LOADS.test(node.textContent) && weigh(node.textContent))
          node.textContent = '';
    }
  });
  observer.observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['style'],
  });
  guard.signal.addEventListener('abort', () => observer.disconnect());
}
