import { html, nothing, type TemplateResult } from 'lit';
import type { MachineCheck } from '../incidents/review-source.ts';
import type { LogFault } from '../incidents/verify.ts';
import { numberInWords } from '../ui/page-parts.ts';
import { keyOf, t } from '../ui/text.ts';
import type { PageState } from './state.ts';
import { machineInWords } from './table-view.ts';

/** Faults named on the screen; a log in pieces could have thousands. */
const MOST = 50;

/** The end of the chain's verification, machine by machine. */
export function checksView(checks: PageState['checks']): TemplateResult | typeof nothing {
  if (checks === null) return nothing;
  if (checks === 'running') return html`<p class="panel" role="status">${t('review_checking')}</p>`;
  return html`<section aria-label=${t('review_checks')} role="status">${checks.map(checkView)}</section>`;
}

function checkView({ machine, check }: MachineCheck): TemplateResult {
  const { faults, records, signedThrough, prunedThrough } = check;
  const whole = faults.length === 0;
  return html`<div class="panel ${whole ? 'good' : 'bad'}">
    <h2>${machineInWords(machine) || t('review_this_machine')}: ${t(whole ? 'review_check_whole' : 'review_check_faulty')}</h2>
    <p>
      ${t('review_check_facts', numberInWords(records), numberInWords(signedThrough))}
      ${prunedThrough === 0 ? nothing : t('review_check_pruned', numberInWords(prunedThrough))}
    </p>
    ${whole ? nothing : html`<ul>${faults.slice(0, MOST).map(faultView)}</ul>`}
    ${faults.length > MOST ? html`<p>${t('review_check_more', numberInWords(faults.length - MOST))}</p>` : nothing}
  </div>`;
}

function faultView({ fault, first, last }: LogFault): TemplateResult {
  const place = first === last ? numberInWords(first) : `${numberInWords(first)}–${numberInWords(last)}`;
  return html`<li>${t('review_check_record', place)}: ${t(keyOf('log_fault', fault))}</li>`;
}
