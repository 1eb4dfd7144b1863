import { html, nothing, type TemplateResult } from 'lit';
import type { CertifiedItem } from '../certificate/certificate.ts';
import { momentInWords, numberInWords } from '../ui/page-parts.ts';
import { keyOf, t } from '../ui/text.ts';
import { grouped } from './certificate-view.ts';
import type { Actions, Screen, Verified } from './model.ts';

/** Where a certificate is held against files and keys. */
export function verifyView({ verified, verifying }: Screen, actions: Actions): TemplateResult {
  return html`<details class="panel verify">
    <summary>${t('precheck_verify')}</summary>
    <form class="form" @submit=${(event: Event) => submit(event, actions)}>
      <label for="certificate">${t('precheck_verify_certificate')}</label>
      <input id="certificate" type="file" accept=".json,application/json" required />
      <label for="certified">${t('precheck_verify_files')}</label>
      <input id="certified" type="file" multiple />
      <label for="keys">${t('precheck_verify_keys')}</label>
      <p class="quiet small" id="keys-hint">${t('precheck_verify_keys_hint')}</p>
      <textarea id="keys" rows="2" spellcheck="false" autocomplete="off" aria-describedby="keys-hint"></textarea>
      <div><button type="submit" ?disabled=${verifying}>${t('precheck_verify_run')}</button></div>
    </form>
    <div role="status">${verified ? verdictView(verified) : nothing}</div>
  </details>`;
}

function submit(event: Event, actions: Actions): void {
  event.preventDefault();
  const input = (id: string) => document.getElementById(id) as HTMLInputElement;
  const certificate = input('certificate').files?.[0];
  if (certificate) actions.verify(certificate, [...(input('certified').files ?? [])], input('keys').value);
}

function verdictView({ verification, names }: Verified): TemplateResult {
  const { faults, certificate, signer, files } = verification;
  const state = faults.length > 0 ? 'bad' : signer ? 'good' : 'unknown';
  return html`<div class="panel ${state === 'unknown' ? '' : state}">
    <h3>${t(`precheck_verified_${state}`)}</h3>
    ${state === 'unknown' ? html`<p>${t('precheck_verified_unknown_note')}</p>` : nothing}
    ${faults.length > 0 ? html`<ul>${faults.map((fault) => html`<li>${t(keyOf('fault', fault))}</li>`)}</ul>` : nothing}
    ${
      certificate
        ? html`<dl>
          <dt>${t('precheck_column_result')}</dt>
          <dd>${t(keyOf('precheck_overall', certificate.statement.result), numberInWords(certificate.statement.items.length))}</dd>
          <dt>${t('precheck_paper_time')}</dt>
          <dd>${momentInWords(certificate.statement.issued)}</dd>
          <dt>${t('precheck_paper_pack')}</dt>
          <dd>${certificate.statement.checker.pack.name} · ${certificate.statement.checker.pack.version}</dd>
          <dt>${t('precheck_paper_key')}</dt>
          <dd><span class="code">${grouped(certificate.signature.keyId)}</span>${signer?.name ? ` (${signer.name})` : ''}</dd>
        </dl>`
        : nothing
    }
    ${
      names.length > 0
        ? html`<ul>${names.map((name, i) => html`<li><bdi>${name}</bdi>: ${wordsForFile(certificate?.statement.items[files[i] ?? -1])}</li>`)}</ul>`
        : nothing
    }
  </div>`;
}

function wordsForFile(item: CertifiedItem | undefined): string {
  return item ? t(keyOf('precheck_item', item.result)) : t('precheck_verified_other');
}
