const ADDRESS = /(?:url\(|@import(?!\s*url))\s*(?:"([^"]*)"|'([^']*)'|([^)\s]*))/giu;
/** Changes told at once, from which on all style elements are looked at instead. */
const MANY = 50;
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
  const judge = (nodes: Iterable<Node>): void => {
    for (const node of nodes)
      if (node instanceof HTMLStyleElement && mustGo(node.textContent)) node.textContent = '';
  };
  const attributes = new MutationObserver((records) => {
    for (const { target } of records)
      if (mustGo((target as Element).getAttribute('style'))) (target as Element).removeAttribute('style');
  });
  const elements = new MutationObserver((records) => {
    // A page that is being read in tells of every node; to look at each would hold it up by milliseconds.
    if (records.length > MANY) judge(document.getElementsByTagName('style'));
    else for (const { target, addedNodes } of records) judge([target, ...addedNodes]);
  });
  attributes.observe(document, { subtree: true, attributeFilter: ['style'] });
  elements.observe(document, { subtree: true, childList: true });
  signal.addEventListener('abort', () => {
    attributes.disconnect();
    elements.disconnect();
  });
}

function addressesIn(style: string): string[] {
  const found = Array.from(style.matchAll(ADDRESS), (match) => match[1] ?? match[2] ?? match[3] ?? '');
  return found.filter((address) => !address.startsWith('data:') && /[?%]|[^ -~]/u.test(address));
}
