import { build } from './build.ts';
import type { Place } from './place.ts';
import { noticeStyles } from './styles.ts';

/**
 * How a notice stands in the page: `modal` takes the focus and makes the page wait; a `card` in the corner leaves focus
 * and page alone.
 */
export type Stance = 'modal' | 'card';

/** The element that carries one notice in the page: a host with a closed shadow root and a surface in the top layer. */
export interface Stage {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  /** What the notice is drawn on; another element after each change of stance. */
  readonly surface: HTMLElement;
  /** Chooses the stance and gives the surface for it, emptied when the stance is new. */
  take(stance: Stance): HTMLElement;
  /** Puts the surface on top of everything. Does nothing while it already stands there. */
  raise(): void;
  /** Back to the top, over what has covered it since. */
  raiseAgain(): void;
  remove(): void;
}

/** How often a page may take the notice away before it has won. Bounded, so that the two never fight for ever. */
const MOST_RETURNS = 20;
const QUICK_RETURNS = 3;
const PAUSE_MS = 250;

/** Prepares a stage; nothing is in the page before `raise`. `onDismiss` is the browser's own wish to close the notice. */
export function buildStage(place: Place, onDismiss: () => void): Stage {
  const host = build('div');
  const root = host.attachShadow({ mode: 'closed' });
  // A style sheet belongs to one document, and adoption into another would drop it.
  place.document.adoptNode(host);
  addStyles(root, place);
  let stance: Stance = 'card';
  let surface = buildSurface(stance, onDismiss);
  root.append(surface);
  let raised = false;

  const isInPlace = (): boolean => host.isConnected && host.parentNode === anchorFor(stance, place.document);
  const watch = watchForRemoval(place.document, () => !raised || isInPlace(), raiseAgain);

  function take(wanted: Stance): HTMLElement {
    if (wanted === stance) return surface;
    lower();
    stance = wanted;
    const next = buildSurface(stance, onDismiss);
    surface.replaceWith(next);
    surface = next;
    return surface;
  }

  function raise(): void {
    if (raised && isInPlace()) return;
    lower();
    const anchor = anchorFor(stance, place.document);
    if (anchor !== null) {
      if (host.parentNode !== anchor) anchor.append(host);
      showOnTop(surface);
    }
    raised = true;
    watch.observe(anchor);
  }

  function lower(): void {
    if (raised) takeDown(surface);
    raised = false;
  }

  function raiseAgain(): void {
    if (!raised) return;
    lower();
    raise();
  }

  return {
    host,
    root,
    get surface() {
      return surface;
    },
    take,
    raise,
    raiseAgain,
    remove() {
      watch.stop();
      lower();
      host.remove();
    },
  };
}

/** A `dialog` for the modal stance; a plain popover for the card, since showing a dialog always moves the focus. */
function buildSurface(stance: Stance, onDismiss: () => void): HTMLElement {
  const common = { class: 'surface', tabindex: '-1', translate: 'no', dir: 'ltr' };
  if (stance === 'card') return build('div', { ...common, popover: 'manual' });
  const dialog = build('dialog', { ...common, autofocus: '' });
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    onDismiss();
  });
  return dialog;
}

function showOnTop(surface: HTMLElement): void {
  if (!(surface instanceof HTMLDialogElement)) {
    surface.showPopover();
    return;
  }
  surface.showModal();
  surface.focus({ preventScroll: true });
  // The browser has focused, and scrolled to, the first field before.
  surface.scrollTop = 0;
}

function takeDown(surface: HTMLElement): void {
  if (!(surface instanceof HTMLDialogElement)) {
    if (surface.matches(':popover-open')) surface.hidePopover();
    return;
  }
  if (surface.open && surface.isConnected) surface.close();
  // Taken out of the page, a dialog keeps its attribute and could not be shown again.
  surface.removeAttribute('open');
}

/** Calls `comeBack` when the notice is no longer in place: at once the first times, then with pauses, then no more. */
function watchForRemoval(page: Document, isFine: () => boolean, comeBack: () => void) {
  let returns = 0;
  let pause: ReturnType<typeof setTimeout> | undefined;
  const observer = new MutationObserver(() => {
    if (pause !== undefined || returns >= MOST_RETURNS || isFine()) return;
    returns += 1;
    if (returns <= QUICK_RETURNS) return comeBack();
    pause = setTimeout(() => {
      pause = undefined;
      if (!isFine()) comeBack();
    }, PAUSE_MS);
  });
  return {
    observe(anchor: Element | null) {
      observer.disconnect();
      observer.observe(page, { childList: true });
      if (anchor) observer.observe(anchor, { childList: true, attributes: true, attributeFilter: ['open'] });
    },
    stop() {
      observer.disconnect();
      clearTimeout(pause);
    },
  };
}

/** A page's modal dialog makes everything outside it inert, so a card must stand inside the topmost one. */
function anchorFor(stance: Stance, page: Document): Element | null {
  const dialogs = stance === 'modal' ? [] : [...page.querySelectorAll('dialog:modal')];
  return dialogs.at(-1) ?? page.documentElement;
}

function addStyles(root: ShadowRoot, place: Place): void {
  try {
    const sheet = new place.CSSStyleSheet();
    sheet.replaceSync(noticeStyles);
    root.adoptedStyleSheets = [sheet];
  } catch {
    // Firefox before 153 may refuse to adopt a sheet made in a content script (bug 1751346).
    root.append(build('style', {}, noticeStyles));
  }
}
