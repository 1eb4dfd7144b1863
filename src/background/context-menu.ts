import { onMenuClick, setMenu } from '../platform/context-menu.ts';
import { readMessage } from '../platform/i18n.ts';
import { openPrecheck } from '../platform/precheck-page.ts';

/** Entries of the menu by scope; their ids are the scopes. */
const ENTRIES = [
  { id: 'page', on: 'page', text: 'precheck_check_page' },
  { id: 'selection', on: 'selection', text: 'precheck_check_selection' },
  { id: 'form', on: 'editable', text: 'precheck_check_form' },
] as const;

/** Puts the pre-check into the menu of web pages; on installation, since the browser keeps it. */
export function offerPrecheck(): Promise<void> {
  return setMenu(ENTRIES.map(({ id, on, text }) => ({ id, on, title: readMessage(text, []) })));
}

/** Opens the pre-check page for what the person pointed at. Call it in the background's first turn. */
export function answerMenu(run: (task: () => Promise<void>) => void): void {
  onMenuClick(({ id, tabId, frameId }) => {
    const entry = ENTRIES.find((one) => one.id === id);
    if (entry) run(() => openPrecheck({ tabId, scope: entry.id, frameId }));
  });
}
