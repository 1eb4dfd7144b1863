import { html, nothing, type TemplateResult } from 'lit';
import type { CertifiedItem } from '../certificate/certificate.ts';
import { momentInWords, numberInWords } from '../ui/page-parts.ts';
import { keyOf, t } from '../ui/text.ts';
import type { Actions, Issued } from './model.ts';

/** Rows of a printed list; the file holds all. */
const MOST_ROWS = 2000;

/** The certificate on paper: hashes and results, no names and no content. Findings make it a report. */
export function certificateView({ certificate }: Issued, actions: Actions): TemplateResult {
  const { statement, signature } = certificate;
  const kind = statement.result === 'clean' ? 'certificate' : 'report';
  const rest = statement.items.length - MOST_ROWS;
  return html`<section class="panel paper" aria-labelledby="paper-title">
    <h2 id="paper-title" tabindex="-1">${t(`precheck_paper_${kind}`)}</h2>
    <p><b>${t(keyOf('precheck_overall', statement.result), numberInWords(statement.items.length))}</b></p>
    <p>${t(`precheck_paper_${kind}_note`)}</p>
    <dl>
      <dt>${t('precheck_paper_time')}</dt>
      <dd><time datetime=${statement.issued}>${momentInWords(statement.issued)}</time></dd>
      <dt>${t('precheck_paper_product')}</dt>
      <dd>${statement.checker.product}</dd>
      <dt>${t('precheck_paper_pack')}</dt>
      <dd>${packInWords(statement.checker.pack)}</dd>
      <dt>${t('precheck_paper_id')}</dt>
      <dd class="code">${statement.id}</dd>
      <dt>${t('precheck_paper_key')}</dt>
      <dd class="code">${grouped(signature.keyId)}</dd>
    </dl>
    <p class="small">${t('precheck_paper_key_note')}</p>
    <div class="tools">
      <button type="button" class="main" @click=${actions.print}>${t('precheck_print')}</button>
      <button type="button" @click=${actions.saveCertificate}>${t('precheck_save')}</button>
      <button type="button" @click=${actions.saveNames}>${t('precheck_save_names')}</button>
    </div>
    <p class="quiet small tools">${t('precheck_save_names_note')}</p>
    <div class="scroll" tabindex="0" role="region" aria-label=${t('precheck_paper_items')}>
      <table>
        <caption class="out">${t('precheck_paper_items')}</caption>
        <thead>
          <tr>
            <th scope="col">${t('precheck_column_number')}</th>
            <th scope="col">SHA-256</th>
            <th scope="col">${t('precheck_column_size')}</th>
            <th scope="col">${t('precheck_column_type')}</th>
            <th scope="col">${t('precheck_column_result')}</th>
          </tr>
        </thead>
        <tbody>${statement.items.slice(0, MOST_ROWS).map(rowView)}</tbody>
      </table>
    </div>
    ${rest > 0 ? html`<p>${t('precheck_paper_more', numberInWords(rest))}</p>` : nothing}
  </section>`;
}

function rowView(item: CertifiedItem, index: number): TemplateResult {
  return html`<tr>
    <td class="count">${numberInWords(index + 1)}</td>
    <td class="code">${item.sha256 ?? t('precheck_no_hash')}</td>
    <td class="count">${numberInWords(item.size)}</td>
    <td class="code">${item.mediaType}</td>
    <td>${t(keyOf('precheck_item', item.result))}</td>
  </tr>`;
}

function packInWords({
  name,
  version,
  released,
}: {
  name: string;
  version: string;
  released?: string;
}): string {
  return [name, version, released].filter((part) => part !== undefined && part !== '').join(' · ');
}

/** In fours, so that two people can compare it by voice. */
export function grouped(keyId: string): string {
  return keyId.replace(/.{4}(?=.)/g, '$& ');
}
