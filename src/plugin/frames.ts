import { scriptAddress } from './trusted.ts';

const FRAME = 'data-la-chan-frame';

/**
 * Puts the plug-in into the frames of the page's own origin in which editors let people write, and again when an editor
 * loads its frame anew. Each frame needs the script itself: its elements are of its own classes.
 */
export function watchFrames(script: URL, nonce: string, signal: AbortSignal): void {
  const enter = (frame: HTMLIFrameElement): void => {
    const inner = reach(frame);
    if (!inner || inner.querySelector(`script[${FRAME}]`) || isGuarded(inner)) return;
    const element = inner.createElement('script');
    element.setAttribute(FRAME, '');
    element.src = scriptAddress(script);
    if (nonce) element.nonce = nonce;
    element.addEventListener('load', () => element.remove());
    element.addEventListener('error', () => element.remove());
    (inner.head ?? inner.documentElement)?.append(element);
  };
  const enterAll = (): void => {
    for (const frame of document.querySelectorAll('iframe')) enter(frame);
  };
  const observer = new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes)
        if (node instanceof Element && (node.localName === 'iframe' || node.querySelector('iframe')))
          enterAll();
  });
  observer.observe(document, { childList: true, subtree: true });
  // `load` does not bubble, but it is captured.
  const onLoad = ({ target }: Event) => target instanceof HTMLIFrameElement && enter(target);
  document.addEventListener('load', onLoad, { capture: true, signal });
  signal.addEventListener('abort', () => observer.disconnect());
  enterAll();
}

/** True where a script runs because `watchFrames` put it there. */
export function isInFrame(): boolean {
  return document.currentScript?.hasAttribute(FRAME) ?? false;
}

const GUARDED = Symbol.for('la-chan.guarded');

/** Marks this window as guarded; false when it was already. */
export function claimWindow(): boolean {
  const claimed = globalThis as { [GUARDED]?: true };
  if (claimed[GUARDED]) return false;
  claimed[GUARDED] = true;
  return true;
}

function isGuarded(inner: Document): boolean {
  return Boolean((inner.defaultView as { [GUARDED]?: true } | null)?.[GUARDED]);
}

function reach(frame: HTMLIFrameElement): Document | null {
  try {
    return frame.contentDocument;
  } catch {
    return null;
  }
}
