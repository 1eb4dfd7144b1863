/** Where the person was in the page: the focused element and the selection. */
export interface Whereabouts {
  /** Puts focus and selection back if they were lost; leaves them alone if the person has moved on in the page. */
  restore(): void;
}

/** Remembers where the person is, looking through open shadow roots. */
export function rememberWhereabouts(page: Document): Whereabouts {
  const focused = deepestFocus(page);
  const selection = page.getSelection();
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection ?? {};
  return {
    restore() {
      const now = page.activeElement;
      if (now === null || now === page.body || now === page.documentElement) {
        if (focused?.isConnected) (focused as HTMLElement).focus?.({ preventScroll: true });
      }
      // A text control brings its own selection back with the focus; setting the page's would take the caret out of it.
      if (focused && 'selectionStart' in focused) return;
      const current = page.getSelection();
      if (!current || !anchorNode?.isConnected || !focusNode?.isConnected) return;
      if (current.anchorNode === anchorNode && current.anchorOffset === anchorOffset) return;
      if (deepestFocus(page) !== focused) return;
      current.setBaseAndExtent(
        anchorNode,
        within(anchorNode, anchorOffset),
        focusNode,
        within(focusNode, focusOffset),
      );
    },
  };
}

function deepestFocus(page: Document): Element | null {
  let element = page.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

/** The page may have shortened the node since. */
function within(node: Node, offset: number | undefined): number {
  const length = node.nodeType === Node.TEXT_NODE ? (node.nodeValue?.length ?? 0) : node.childNodes.length;
  return Math.min(offset ?? 0, length);
}
