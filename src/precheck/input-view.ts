import { html, type TemplateResult } from 'lit';
import { t } from '../ui/text.ts';
import type { Actions } from './model.ts';

/** Where text, files and folders come in. Drops and pastes anywhere on the page count too. */
export function inputView(actions: Actions): TemplateResult {
  return html`<section class="panel drop" aria-labelledby="input-title">
    <h2 id="input-title">${t('precheck_input')}</h2>
    <p class="quiet">${t('precheck_input_hint')}</p>
    <div class="tools">
      <button type="button" class="main" @click=${() => openChooser('files')}>${t('precheck_pick_files')}</button>
      <button type="button" @click=${() => openChooser('folder')}>${t('precheck_pick_folder')}</button>
      <input id="files" type="file" multiple hidden @change=${(event: Event) => take(event, actions)} />
      <input id="folder" type="file" webkitdirectory hidden @change=${(event: Event) => take(event, actions)} />
    </div>
    <form class="form" @submit=${(event: Event) => takeText(event, actions)}>
      <label for="text">${t('precheck_text_label')}</label>
      <textarea id="text" rows="4" spellcheck="false" autocomplete="off"></textarea>
      <div><button type="submit">${t('precheck_check_text')}</button></div>
    </form>
  </section>`;
}

function openChooser(id: string): void {
  document.getElementById(id)?.click();
}

function take(event: Event, actions: Actions): void {
  const input = event.currentTarget as HTMLInputElement;
  actions.add([...(input.files ?? [])]);
  // The same file may be picked again after it was mended.
  input.value = '';
}

function takeText(event: Event, actions: Actions): void {
  event.preventDefault();
  const field = document.getElementById('text') as HTMLTextAreaElement;
  if (field.value.trim() === '') field.focus();
  else {
    actions.addText(field.value);
    field.value = '';
  }
}
