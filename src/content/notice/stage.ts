import { build } from './build.ts';
import { noticeStyles } from './styles.ts';

/** The element that carries one notice in the page: a host with a closed shadow root and a dialog in the top layer. */
export interface Stage {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  readonly dialog: HTMLDialogElement;
  /**
   * Puts the dialog on top of everything. A modal one takes the focus and makes the page wait; a card leaves focus and
   * page alone. Does nothing while it already stands so.
   */
  raise(modal: boolean): void;
  /** Back to the top, over what has covered it since. */
  raiseAgain(): void;
  remove(): void;
}

/** How often a page may take the notice away before it has won. Bounded, so that the two never fight for ever. */
const MOST_RETURNS = 20;
const QUICK_RETURNS = 3;
const PAUSE_MS = 250;

/** Prepares a stage; nothing is in the page before `raise`. `onDismiss` is the browser's own wish to close the dialog. */
export function buildStage(onDismiss: () => void): Stage {
  const host = build('div');
  const root = host.attachShadow({ mode: 'closed' });
  addStyles(root);
  const dialog = build('dialog', { tabindex: '-1', translate: 'no', dir: 'ltr' });
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    onDismiss();
  });
  root.append(dialog);

  let shown: 'no' | 'card' | 'modal' = 'no';
  let returns = 0;
  let pause: ReturnType<typeof setTimeout> | undefined;
  const observer = new MutationObserver(() => {
    if (shown === 'no' || isInPlace()) return;
    if (returns >= MOST_RETURNS || pause !== undefined) return;
    returns += 1;
    if (returns <= QUICK_RETURNS) comeBack();
    else pause = setTimeout(comeBack, PAUSE_MS);
  });

  const isInPlace = (): boolean => host.isConnected && host.parentNode === anchorFor(shown === 'modal');
  const comeBack = (): void => {
    pause = undefined;
    if (!isInPlace()) raiseAgain();
  };
  const raiseAgain = (): void => {
    if (shown === 'no') return;
    const modal = shown === 'modal';
    lower();
    raise(modal);
  };

  const lower = (): void => {
    if (dialog.matches(':popover-open')) dialog.hidePopover();
    if (dialog.open && host.isConnected) dialog.close();
    // Taken out of the page, a dialog keeps its attribute and could not be shown again.
    dialog.removeAttribute('open');
    shown = 'no';
  };

  const raise = (modal: boolean): void => {
    const wanted = modal ? 'modal' : 'card';
    if (shown === wanted && isInPlace()) return;
    if (shown !== 'no') lower();
    const anchor = anchorFor(modal);
    if (anchor === null) return;
    if (host.parentNode !== anchor) anchor.append(host);
    dialog.toggleAttribute('data-card', !modal);
    dialog.popover = modal ? null : 'manual';
    if (modal) {
      dialog.showModal();
      dialog.focus({ preventScroll: true });
    } else dialog.showPopover();
    shown = wanted;
    observer.disconnect();
    observer.observe(document, { childList: true });
    observer.observe(anchor, { childList: true, attributes: true, attributeFilter: ['open'] });
  };

  const remove = (): void => {
    observer.disconnect();
    clearTimeout(pause);
    lower();
    host.remove();
  };
  return { host, root, dialog, raise, raiseAgain, remove };
}

/** A page's modal dialog makes everything outside it inert, so a card must stand inside the topmost one. */
function anchorFor(modal: boolean): Element | null {
  const dialogs = modal ? [] : [...document.querySelectorAll('dialog:modal')];
  return dialogs.at(-1) ?? document.documentElement;
}

function addStyles(root: ShadowRoot): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(noticeStyles);
    root.adoptedStyleSheets = [sheet];
  } catch {
    // Firefox refuses to adopt a sheet made in a content script (bug 1751346).
    root.append(build('style', {}, noticeStyles));
  }
}
