import { render } from 'lit';
import { send } from '../platform/messaging.ts';
import type { Scope } from '../platform/page-content.ts';
import { openPrecheck } from '../platform/precheck-page.ts';
import { readActiveTab } from '../platform/tabs.ts';
import { dressPage } from '../ui/page-styles.ts';
import { language, t } from '../ui/text.ts';
import { nameRules } from '../ui/words.ts';
import { type PopupState, popupStyles, popupView } from './view.ts';

const LATEST = 4;

dressPage(t('productName'), language(), popupStyles);
draw({ kind: 'loading' });
void read();

async function read(): Promise<void> {
  try {
    const tab = await readActiveTab();
    const status = await send('status.read', { tabUrl: tab.url });
    nameRules(status.pack.ruleNames);
    const { incidents } = await send('incidents.read', { limit: LATEST });
    draw({ kind: 'ready', status, latest: incidents, tabId: tab.id });
  } catch (error) {
    draw({ kind: 'failed', error });
  }
}

function draw(state: PopupState): void {
  const root = document.getElementById('root');
  if (root) render(popupView(state, { retry: () => void read(), check }), root);
}

function check(tabId: number, scope: Scope): void {
  void openPrecheck({ tabId, scope }).then(close);
}
