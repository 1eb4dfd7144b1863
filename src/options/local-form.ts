import { html, nothing, type TemplateResult } from 'lit';
import type { PolicyInForce } from '../messages/messages.ts';
import type { Layer } from '../policy/policy.ts';
import type { LayerProblem } from '../policy/schema.ts';
import { keyOf, t } from '../ui/text.ts';
import { layersOf } from './policy-view.ts';

/** What came of the last attempt to save. */
export type FormState =
  | { readonly kind: 'untouched' | 'saved' | 'failed' }
  | { readonly kind: 'refused'; readonly problems: readonly LayerProblem[] };

export interface FormActions {
  save(layer: Layer): void;
}

interface Field {
  /** Its place in the layer, such as `sites.add`. */
  readonly path: string;
  readonly control: 'choice' | 'line' | 'lines' | 'day' | 'secret';
  readonly choices?: readonly string[];
  /** Group of the texts of its choices. */
  readonly texts?: string;
  /** True where it also counts beside an administrator's settings. */
  readonly beside?: boolean;
}

const ACTIONS = ['block', 'warn', 'report', 'allow'];
const FIELDS: readonly Field[] = [
  { path: 'protect', control: 'choice', choices: ['listed', 'all'], texts: 'options_protect', beside: true },
  { path: 'sites.add', control: 'lines', beside: true },
  { path: 'sites.remove', control: 'lines' },
  { path: 'mode', control: 'choice', choices: ['block', 'warn', 'watch'], texts: 'options_mode' },
  { path: 'graceUntil', control: 'day' },
  { path: 'markings', control: 'choice', choices: ACTIONS, texts: 'action' },
  { path: 'categories', control: 'choice', choices: ACTIONS, texts: 'action' },
  { path: 'foreign', control: 'choice', choices: ACTIONS, texts: 'action' },
  { path: 'contact', control: 'line', beside: true },
  { path: 'server', control: 'line' },
  { path: 'enrolmentCode', control: 'secret' },
  { path: 'updates.sources', control: 'lines' },
  { path: 'updates.root', control: 'line' },
];

/** Settings of this machine alone, the weakest layer: what a stronger one has set is shown and locked. */
export function localForm(inForce: PolicyInForce, state: FormState, actions: FormActions): TemplateResult {
  const administered = Object.keys(inForce.layers.managed).length > 0;
  const problems = state.kind === 'refused' ? state.problems : [];
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    actions.save(readForm(form, inForce.layers.local));
  };
  return html`<section class="panel" aria-labelledby="local-title">
    <h2 id="local-title">${t('options_local')}</h2>
    <p class="quiet">${t(administered ? 'options_local_administered' : 'options_local_lead')}</p>
    <form novalidate @submit=${submit}>
      ${FIELDS.map((field) => fieldView(field, inForce, lockOf(field, inForce, administered), problems))}
      <div class="bar">
        <button type="submit" class="main">${t('options_local_save')}</button>
        <button type="reset" @click=${() => actions.save({})}>${t('options_local_reset')}</button>
        <span role="status" class=${state.kind === 'saved' ? '' : 'trouble'}>${wordsForState(state)}</span>
      </div>
    </form>
  </section>`;
}

/** Why a field cannot be changed here, in words; null when it can. */
function lockOf({ path, beside }: Field, inForce: PolicyInForce, administered: boolean): string | null {
  const strongest = layersOf(path, inForce)[0];
  // Lists of sites add up over the layers.
  if (strongest !== undefined && strongest !== 'local' && !path.startsWith('sites.'))
    return t('options_local_locked', t(keyOf('options_layer', strongest)));
  return administered && !beside ? t('options_local_not_here') : null;
}

function fieldView(
  field: Field,
  inForce: PolicyInForce,
  lock: string | null,
  problems: readonly LayerProblem[],
): TemplateResult {
  const { path } = field;
  const id = `local-${path.replace('.', '-')}`;
  const wrong = problems.filter(({ setting }) => setting === path || setting.startsWith(`${path}.`));
  const value = valueAt(lock === null ? inForce.layers.local : inForce.policy, path);
  const hint = lock ?? t(keyOf('options_hint', path));
  return html`<div class="field">
    <label for=${id}>${t(keyOf('options_field', path))}</label>
    ${controlView(field, id, value, { locked: lock !== null, wrong: wrong.length > 0 })}
    ${
      wrong.length === 0
        ? nothing
        : html`<p class="wrong" id="${id}-wrong">${wrong.map((problem) => html`<span>${wordsForProblem(problem, path)}</span> `)}</p>`
    }
    <p class="quiet" id="${id}-hint">${hint}</p>
  </div>`;
}

function controlView(
  { path, control, choices = [], texts = '' }: Field,
  id: string,
  value: unknown,
  { locked, wrong }: { locked: boolean; wrong: boolean },
): TemplateResult {
  const described = wrong ? `${id}-wrong ${id}-hint` : `${id}-hint`;
  const text = Array.isArray(value) ? value.join('\n') : String(value ?? '');
  if (control === 'choice')
    return html`<select id=${id} name=${path} ?disabled=${locked} aria-invalid=${wrong} aria-describedby=${described}>
      <option value="" ?selected=${text === ''}>${t('options_local_default')}</option>
      ${choices.map(
        (choice) =>
          html`<option value=${choice} ?selected=${text === choice}>${t(keyOf(texts, choice))}</option>`,
      )}
    </select>`;
  if (control === 'lines')
    return html`<textarea id=${id} name=${path} rows="3" spellcheck="false" ?disabled=${locked}
      aria-invalid=${wrong} aria-describedby=${described} .value=${text}></textarea>`;
  const type = control === 'day' ? 'date' : control === 'secret' ? 'password' : 'text';
  return html`<input id=${id} name=${path} type=${type} spellcheck="false"
    autocomplete="off" ?disabled=${locked} aria-invalid=${wrong} aria-describedby=${described} .value=${text} />`;
}

/** The layer as the person wants it; what the form does not show, or is locked, stays as it was. */
function readForm(form: HTMLFormElement, before: Layer): Layer {
  const layer: Record<string, unknown> = { ...before };
  const given = new FormData(form);
  for (const { path, control } of FIELDS) {
    if (!given.has(path)) continue;
    const text = String(given.get(path)).trim();
    const lines = text.split('\n').flatMap((line) => line.trim() || []);
    put(layer, path, text === '' ? undefined : control === 'lines' ? lines : text);
  }
  return layer as Layer;
}

function put(layer: Record<string, unknown>, path: string, value: unknown): void {
  const [name = '', part] = path.split('.');
  const before = part === undefined ? {} : ((layer[name] ?? {}) as Record<string, unknown>);
  const next = part === undefined ? value : { ...before, [part]: value };
  if (part !== undefined && value === undefined) delete (next as Record<string, unknown>)[part];
  const isEmpty = typeof next === 'object' && next !== null && Object.keys(next).length === 0;
  if (next === undefined || isEmpty) delete layer[name];
  else layer[name] = next;
}

function valueAt(tree: object, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], tree);
}

/** Which line is wrong, and how it is written. */
function wordsForProblem({ setting }: LayerProblem, path: string): string {
  const line = setting.slice(path.length + 1);
  const words = t(keyOf('options_wrong', path));
  return line === '' ? words : `${t('options_wrong_line', Number(line) + 1)} ${words}`;
}

function wordsForState(state: FormState): string {
  if (state.kind === 'untouched') return '';
  if (state.kind === 'refused') return t('options_local_refused', state.problems.length);
  return t(keyOf('options_local', state.kind));
}
