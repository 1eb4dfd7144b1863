import { render } from 'lit';
import { send } from '../platform/messaging.ts';
import { readActiveTabUrl } from '../platform/tabs.ts';
import { dressPage } from '../ui/page-styles.ts';
import { language, t } from '../ui/text.ts';
import { type PopupState, popupStyles, popupView } from './view.ts';

const LATEST = 4;

dressPage(t('productName'), language(), popupStyles);
draw({ kind: 'loading' });
void read();

async function read(): Promise<void> {
  try {
    const status = await send('status.read', { tabUrl: await readActiveTabUrl() });
    const { incidents } = await send('incidents.read', { limit: LATEST });
    draw({ kind: 'ready', status, latest: incidents });
  } catch (error) {
    draw({ kind: 'failed', error });
  }
}

function draw(state: PopupState): void {
  const root = document.getElementById('root');
  if (root)
    render(
      popupView(state, () => void read()),
      root,
    );
}
