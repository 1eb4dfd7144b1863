import { render } from 'lit';
import { send } from '../platform/messaging.ts';
import { dressPage } from '../ui/page-styles.ts';
import { language, t } from '../ui/text.ts';
import { type LogPage, type LogState, logStyles, logView } from './view.ts';

const PAGE_SIZE = 25;

/** Sequence numbers the pages so far began before; the newest page begins before nothing. */
const starts: (number | undefined)[] = [undefined];
let state: LogState = { kind: 'loading' };

dressPage(`${t('log_title')} · ${t('productName')}`, language(), logStyles);
draw(state);
void read();

async function read(): Promise<void> {
  const before = starts.at(-1);
  try {
    const { incidents, answers, total } = await send('incidents.read', {
      limit: PAGE_SIZE,
      ...(before === undefined ? {} : { before }),
    });
    const page: LogPage = { incidents, answers, total, skipped: (starts.length - 1) * PAGE_SIZE };
    draw({ kind: 'ready', page, openId: null });
  } catch (error) {
    draw({ kind: 'failed', error });
  }
}

function refresh(): void {
  starts.length = 1;
  void read();
}

function newer(): void {
  if (starts.length > 1) starts.pop();
  void read();
}

function older(): void {
  const oldest = state.kind === 'ready' ? state.page.incidents.at(-1) : undefined;
  if (oldest) starts.push(oldest.sequence);
  void read();
}

function toggle(id: string): void {
  if (state.kind === 'ready') draw({ ...state, openId: state.openId === id ? null : id });
}

function draw(next: LogState): void {
  state = next;
  const root = document.getElementById('root');
  if (root) render(logView(state, { refresh, newer, older, toggle }), root);
}
