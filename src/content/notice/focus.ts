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
  const control = focused && 'setSelectionRange' in focused ? (focused as HTMLTextAreaElement) : null;
  const caret = control && ([control.selectionStart, control.selectionEnd] as const);
  return {
    restore() {
      const now = page.activeElement;
      if (now === null || now === page.body || now === page.documentElement) {
        if (focused?.isConnected) (focused as HTMLElement).focus?.({ preventScroll: true });
      }
      if (control) {
        // The page's selection stands outside of a control: it would take the caret out.
        if (deepestFocus(page) === focused) putCaret(control, caret);
        return;
      }
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

/** A dialog that closes gives back the focus but not the caret, without which no text can be put in. */
function putCaret(control: HTMLTextAreaElement, caret: readonly [number, number] | null): void {
  // Some kinds of input have no caret that a script could know.
  if (caret?.[0] != null) control.setSelectionRange(caret[0], caret[1]);
}
