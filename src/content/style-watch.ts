const ADDRESS = /(?:url\(|@import(?!\s*url))\s*(?:"([^"]*)"|'([^']*)'|([^)\s]*))/giu;
/** Changes told at once, from which on the whole page is looked at instead: while it is read in, when it is small, and later. */
const [MANY, MANY_LATER] = [50, 500];
/** Escapes, spaces, other letters or a long token; the sizes and versions in the styles of most pages would wake the guard. */
const WORDS = /%|[^!-~]|[\w+-]{24}/u;
const LOADS = /url\(|@import/iu;
/** Where addresses stand. Styles set by script are written in small letters. */
const STYLED = 'style,[style*="url("]';

/**
 * Addresses that can carry words in style attributes and style elements, which no hook sees being set. An observer hears
 * of them before the browser works out styles and loads what they name; `refuses` says which of them must go. Returned is
 * what has a shadow root watched too, or a script element that is to have pages loaded ahead.
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
  const look = (element: Element): void => {
    if (mustGo(element.getAttribute('style'))) element.removeAttribute('style');
    if (!isStyle(element)) return;
    if (mustGo(element.textContent)) element.textContent = '';
    texts.observe(element, { subtree: true, characterData: true });
  };
  const lookInside = (root: ParentNode): void => root.querySelectorAll(STYLED).forEach(look);
  const watch = (hear: MutationCallback): MutationObserver => {
    const observer = new MutationObserver(hear);
    signal.addEventListener('abort', () => observer.disconnect());
    return observer;
  };
  const attributes = watch((records) => {
    for (const { target } of records) look(target as Element);
  });
  const texts = watch((records) => {
    for (const { target } of records) if (isStyle(target.parentNode)) look(target.parentNode);
  });
  const one: MutationCallback = (records) => {
    for (const { target, addedNodes } of records) {
      if (isStyle(target)) look(target);
      // Not by `instanceof`: what comes from another frame has kinds of its own.
      for (const node of addedNodes)
        if (node.nodeType === Node.ELEMENT_NODE) {
          look(node as Element);
          if (node.firstChild) lookInside(node as Element);
        }
    }
  };
  const elements = watch((records, observer) => {
    // A page that is being read in tells of every node; to look at each would hold it up by milliseconds.
    if (records.length > (document.readyState === 'loading' ? MANY : MANY_LATER)) lookInside(document);
    else one(records, observer);
  });
  const inside = watch(one);
  const observe = (root: Node, observer: MutationObserver): void => {
    attributes.observe(root, { subtree: true, attributeFilter: ['style'] });
    observer.observe(root, { subtree: true, childList: true });
  };
  // Heard before the browser acts on the rules: the element was filled, or given its kind, before it came into the page.
  const lookAhead = (script: Node): void => {
    const rules = script.textContent!;
    if (!WORDS.test(rules) || !refuses([rules])) return;
    script.textContent = '';
    (script as Element).remove();
  };
  const ahead = watch((records) => {
    for (const { target } of records) lookAhead(target);
  });
  observe(document, elements);
  return (root) => {
    if (root.nodeType === Node.DOCUMENT_FRAGMENT_NODE) return observe(root, inside);
    lookAhead(root);
    ahead.observe(root, { childList: true });
  };
}

function isStyle(node: Node | null): node is Element {
  return (node as Element | null)?.localName === 'style';
}

function addressesIn(style: string): string[] {
  const found = Array.from(style.matchAll(ADDRESS), (match) => match[1] ?? match[2] ?? match[3] ?? '');
  return found.filter((address) => !address.startsWith('data:') && WORDS.test(address));
}
