const ADDRESS = /(?:url\(|@import(?!\s*url))\s*(?:"([^"]*)"|'([^']*)'|([^)\s]*))/giu;
const LOADS = /url\(|@import/iu;

/**
 * Addresses that can carry words in style attributes and style elements, which no hook sees being set. An observer hears
 * of them before the browser works out styles and loads what they name; `refuses` says which of them must go.
 */
export function watchStyles(refuses: (addresses: readonly string[]) => boolean, signal: AbortSignal): void {
  const mustGo = (style: string | null): boolean => {
    if (!style || !LOADS.test(style)) return false;
    const addresses = addressesIn(style);
    return addresses.length > 0 && refuses(addresses);
  };
  const observer = new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      if (type === 'attributes') {
        if (mustGo((target as Element).getAttribute('style'))) (target as Element).removeAttribute('style');
        continue;
      }
      for (const node of [target, ...addedNodes])
        if (node instanceof HTMLStyleElement && mustGo(node.textContent)) node.textContent = '';
    }
  });
  observer.observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['style'],
  });
  signal.addEventListener('abort', () => observer.disconnect());
}

function addressesIn(style: string): string[] {
  const found = Array.from(style.matchAll(ADDRESS), (match) => match[1] ?? match[2] ?? match[3] ?? '');
  return found.filter((address) => !address.startsWith('data:') && /[?%]|[^ -~]/u.test(address));
}
