const ADDRESS = /(?:url\(|@import(?!\s*url))\s*(?:"([^"]*)"|'([^']*)'|([^)\s]*))/giu;
/** Changes told at once, from which on all style elements are looked at instead. */
const MANY = 50;
const LOADS = /url\(|@import/iu;

/**
 * Addresses that can carry words in style attributes and style elements, which no hook sees being set. An observer hears
 * of them before the browser works out styles and loads what they name; `refuses` says which of them must go. Returned is
 * what has a shadow root watched too.
 */
export function watchStyles(
  refuses: (addresses: readonly string[]) => boolean,
  signal: AbortSignal,
): (root: Node) => void {
  const mustGo = (style: string | null): boolean => {
    if (!style || !LOADS.test(style)) return false;
    const addresses = addressesIn(style);
    return addresses.length > 0 && refuses(addresses);
  };
  const judge = (nodes: Iterable<Node>): void => {
    for (const node of nodes)
      if (node instanceof HTMLStyleElement && mustGo(node.textContent)) node.textContent = '';
  };
  const watch = (hear: MutationCallback): MutationObserver => {
    const observer = new MutationObserver(hear);
    signal.addEventListener('abort', () => observer.disconnect());
    return observer;
  };
  const attributes = watch((records) => {
    for (const { target } of records)
      if (mustGo((target as Element).getAttribute('style'))) (target as Element).removeAttribute('style');
  });
  const one: MutationCallback = (records) => {
    for (const { target, addedNodes } of records) judge([target, ...addedNodes]);
  };
  const elements = watch((records, observer) => {
    // A page that is being read in tells of every node; to look at each would hold it up by milliseconds.
    if (records.length > MANY) judge(document.getElementsByTagName('style'));
    else one(records, observer);
  });
  const inside = watch(one);
  const observe = (root: Node, observer: MutationObserver): void => {
    attributes.observe(root, { subtree: true, attributeFilter: ['style'] });
    observer.observe(root, { subtree: true, childList: true });
  };
  observe(document, elements);
  return (root) => observe(root, inside);
}

function addressesIn(style: string): string[] {
  const found = Array.from(style.matchAll(ADDRESS), (match) => match[1] ?? match[2] ?? match[3] ?? '');
  return found.filter((address) => !address.startsWith('data:') && /[?%]|[^ -~]/u.test(address));
}
