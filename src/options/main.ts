import { render } from 'lit';
import type { PackOffer } from '../messages/messages.ts';
import { send } from '../platform/messaging.ts';
import { onLayersChanged } from '../platform/policy-storage.ts';
import { productVersion } from '../platform/product.ts';
import type { Layer } from '../policy/policy.ts';
import { dressPage } from '../ui/page-styles.ts';
import { language, t } from '../ui/text.ts';
import type { FormState } from './local-form.ts';
import { type CheckResult, runChecks } from './self-test.ts';
import { summaryOf, type TestState } from './self-test-view.ts';
import { type OptionsState, optionsStyles, optionsView } from './view.ts';

let state: OptionsState = { kind: 'loading' };
let test: TestState = { kind: 'idle' };
let looking = false;
let offer: PackOffer | null = null;
let form: FormState = { kind: 'untouched' };

dressPage(`${t('options_title')} · ${t('productName')}`, language(), optionsStyles);
draw();
// An administrator may be changing policy while this page is looked at.
onLayersChanged(() => void read());
// Wherever on the page a file is dropped: beside a smaller target the browser would open it instead of this page.
addEventListener('dragover', (event) => event.preventDefault());
addEventListener('drop', (event) => {
  event.preventDefault();
  const file = event.dataTransfer?.files[0];
  if (file) void takeFile(file);
});
void read().then(() => {
  if (location.hash === '#test') void run();
});

async function read(): Promise<void> {
  try {
    const status = await send('status.read', { tabUrl: null });
    const policy = await send('policy.read', {});
    state = { kind: 'ready', pack: { status, looking, offer }, policy, form };
  } catch (error) {
    state = { kind: 'failed', error };
  }
  draw();
}

async function look(): Promise<void> {
  looking = true;
  await read();
  // What went wrong stands in the status that is read next.
  await send('updates.look', {}).catch(() => null);
  looking = false;
  await read();
}

async function takeFile(file: File): Promise<void> {
  offer = await send('updates.file', { file }).catch(
    (): PackOffer => ({ kind: 'refused', problem: 'malformed' }),
  );
  await read();
}

async function save(layer: Layer): Promise<void> {
  form = await send('policy.local', { layer }).then(
    ({ problems }): FormState => (problems.length > 0 ? { kind: 'refused', problems } : { kind: 'saved' }),
    () => ({ kind: 'failed' }),
  );
  await read();
  document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}

async function run(): Promise<void> {
  const results: CheckResult[] = [];
  const show = (kind: 'running' | 'done'): void => {
    test = { kind, results: [...results], copied: null };
    draw();
  };
  show('running');
  await runChecks((result) => {
    results.push(result);
    show('running');
  });
  show('done');
  await read();
}

async function copy(): Promise<void> {
  if (test.kind !== 'done') return;
  const version = state.kind === 'ready' ? state.pack.status.pack.version : '?';
  const head = t('selftest_summary_head', productVersion(), version, browserName());
  const text = summaryOf(head, test.results);
  const ok = await navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
  test = { ...test, copied: { ok, text } };
  draw();
}

function browserName(): string {
  return /(?:Edg|Firefox|Chrome)\/\d+/.exec(navigator.userAgent)?.[0] ?? '';
}

function draw(): void {
  const root = document.getElementById('root');
  const actions = {
    retry: () => void read(),
    look: () => void look(),
    save: (layer: Layer) => void save(layer),
    takeFile: (file: File) => void takeFile(file),
    run: () => void run(),
    copy: () => void copy(),
  };
  if (root) render(optionsView(state, test, actions), root);
}
