import { html, nothing, type TemplateResult } from 'lit';
import type { IntakeNote, MachineCheck } from '../incidents/review-source.ts';
import type { LogFault } from '../incidents/verify.ts';
import { numberInWords } from '../ui/page-parts.ts';
import { keyOf, t } from '../ui/text.ts';
import type { PageState } from './state.ts';
import { machineInWords } from './table-view.ts';

/** Faults named on the screen; a log in pieces could have thousands. */
const MOST = 50;
/** With more machines than these, whole ones are only counted. */
const FEW = 5;

/** The end of the chain's verification, machine by machine. */
export function checksView(checks: PageState['checks']): TemplateResult | typeof nothing {
  if (checks === null) return nothing;
  if (checks === 'running') return html`<p class="panel" role="status">${t('review_checking')}</p>`;
  const named = checks.length > FEW ? checks.filter(isNamed) : checks;
  return html`<section aria-label=${t('review_checks')} role="status">
    ${named.length === checks.length ? nothing : html`<p class="panel good">${t('review_checks_whole', numberInWords(checks.length - named.length))}</p>`}
    ${named.map(checkView)}
  </section>`;
}

function isNamed({ check, intake = [] }: MachineCheck): boolean {
  return check.faults.length > 0 || intake.some(({ settled }) => settled === '');
}

function checkView({ machine, check, intake = [] }: MachineCheck): TemplateResult {
  const { faults, records, signedThrough, prunedThrough } = check;
  const open = intake.filter(({ settled }) => settled === '');
  const whole = faults.length === 0 && open.length === 0;
  return html`<div class="panel ${whole ? 'good' : 'bad'}">
    <h2>${machineInWords(machine) || t('review_this_machine')}: ${t(whole ? 'review_check_whole' : 'review_check_faulty')}</h2>
    <p>
      ${t('review_check_facts', numberInWords(records), numberInWords(signedThrough))}
      ${prunedThrough === 0 ? nothing : t('review_check_pruned', numberInWords(prunedThrough))}
    </p>
    ${faults.length === 0 ? nothing : html`<ul>${faults.slice(0, MOST).map(faultView)}</ul>`}
    ${faults.length > MOST ? html`<p>${t('review_check_more', numberInWords(faults.length - MOST))}</p>` : nothing}
    ${open.length === 0 ? nothing : html`<p>${t('review_check_intake')}</p><ul>${open.slice(0, MOST).map(faultView)}</ul>`}
  </div>`;
}

function faultView({ fault, first, last }: LogFault | IntakeNote): TemplateResult {
  const place = first === last ? numberInWords(first) : `${numberInWords(first)}–${numberInWords(last)}`;
  return html`<li>${t('review_check_record', place)}: ${t(keyOf('log_fault', fault))}</li>`;
}
