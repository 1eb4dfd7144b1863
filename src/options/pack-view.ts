import { html, nothing, type TemplateResult } from 'lit';
import type { PackOffer, Status } from '../messages/messages.ts';
import { momentInWords } from '../ui/page-parts.ts';
import { keyOf, t } from '../ui/text.ts';

export interface PackView {
  readonly status: Status;
  readonly looking: boolean;
  /** What came of the last file, if any. */
  readonly offer: PackOffer | null;
}

export interface PackActions {
  look(): void;
  takeFile(file: File): void;
}

/** Which rules are in force, how they are kept current, and a way in for a file. */
export function packView({ status, looking, offer }: PackView, actions: PackActions): TemplateResult {
  const { pack, updates } = status;
  const moment = (iso: string | null) => (iso === null ? t('options_pack_never') : momentInWords(iso));
  return html`<section class="panel" aria-labelledby="pack-title">
    <h2 id="pack-title">${t('options_pack')}</h2>
    <dl>
      <dt>${t('options_pack_version')}</dt>
      <dd>${pack.name} ${pack.version}</dd>
      <dt>${t('options_pack_expires')}</dt>
      <dd>${pack.expires === null ? t('options_pack_no_expiry') : momentInWords(pack.expires)}</dd>
      ${
        updates.configured
          ? html`<dt>${t('options_pack_good')}</dt>
            <dd>${moment(updates.good)}</dd>
            <dt>${t('options_pack_next')}</dt>
            <dd>${moment(updates.next)}</dd>`
          : html`<dt>${t('options_pack_source')}</dt>
            <dd>${t('popup_updates_off')}</dd>`
      }
      ${
        updates.problem
          ? html`<dt>${t('options_pack_problem')}</dt>
            <dd class="trouble">${updates.problem.host}: ${t(keyOf('rulesProblem', updates.problem.problem))}</dd>`
          : nothing
      }
    </dl>
    ${
      updates.configured
        ? html`<button type="button" ?disabled=${looking} @click=${actions.look}>
            ${t(looking ? 'options_looking' : 'options_look')}
          </button>`
        : nothing
    }
    <div class="drop">
      <h3>${t('options_file')}</h3>
      <p class="quiet">${t('options_file_lead')}</p>
      <label class="file">
        <span>${t('options_file_choose')}</span>
        <input
          type="file"
          accept=".json,application/json"
          @change=${({ target }: Event) => takeChosen(target as HTMLInputElement, actions)}
        />
      </label>
      <p role="status">${offer ? wordsForOffer(offer) : nothing}</p>
    </div>
  </section>`;
}

function takeChosen(input: HTMLInputElement, actions: PackActions): void {
  const file = input.files?.[0];
  if (file) actions.takeFile(file);
  // The same file may be chosen again, once it was mended.
  input.value = '';
}

function wordsForOffer(offer: PackOffer): string {
  if (offer.kind !== 'refused') return t(keyOf('options_file', offer.kind));
  return t('options_file_refused', t(keyOf('rulesProblem', offer.problem)));
}
