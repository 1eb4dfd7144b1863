import { html, type TemplateResult } from 'lit';
import type { Office, SweepSummary } from '../report/period-report.ts';
import { t } from '../ui/text.ts';
import type { PageActions } from './state.ts';

const FIELDS = ['parent', 'name', 'number', 'place', 'signerTitle', 'signer'] as const;
const LABELS = {
  parent: 'review_office_parent',
  name: 'review_office_name',
  number: 'review_office_number',
  place: 'review_office_place',
  signerTitle: 'review_office_signer_title',
  signer: 'review_office_signer',
} as const;
const SWEEP = ['pages', 'documents', 'findings'] as const;
const KEPT = 'review.office';

/** Asks for what the report's head and foot need; everything may stay empty. */
export function reportDialog(actions: PageActions): TemplateResult {
  const office = readOffice();
  const onMake = (event: SubmitEvent) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget as HTMLFormElement);
    const read = officeOf(given);
    localStorage.setItem(KEPT, JSON.stringify(read));
    actions.makeReport(read, sweepOf(given));
  };
  return html`<dialog class="report" aria-labelledby="report-title" @close=${() => actions.openReport(false)}>
    <h2 id="report-title">${t('review_report')}</h2>
    <p class="quiet">${t('review_report_lead')}</p>
    <p class="panel care">${t('review_report_warning')}</p>
    <form @submit=${onMake}>
      ${FIELDS.map((name) => html`<label>${t(LABELS[name])}<input name=${name} maxlength="200" .value=${office[name] ?? ''} /></label>`)}
      <label>${t('review_office_recipients')}<textarea name="recipients" rows="3" .value=${office.recipients?.join('\n') ?? ''}></textarea></label>
      <fieldset>
        <legend>${t('review_sweep')}</legend>
        ${SWEEP.map((name) => html`<label>${t(`review_sweep_${name}`)}<input type="number" min="0" name=${name} /></label>`)}
      </fieldset>
      <div class="bar">
        <button class="main">${t('review_report_make')}</button>
        <button type="button" @click=${() => actions.openReport(false)}>${t('review_close')}</button>
      </div>
    </form>
  </dialog>`;
}

/** What was typed the last time: the name of an office is the same every year. */
function readOffice(): Office {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? '{}');
    return typeof kept === 'object' && kept !== null ? kept : {};
  } catch {
    return {};
  }
}

function officeOf(given: FormData): Office {
  const typed = FIELDS.map((name) => [name, String(given.get(name) ?? '').trim()] as const);
  const recipients = String(given.get('recipients') ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return {
    ...Object.fromEntries(typed.filter(([, value]) => value !== '')),
    ...(recipients.length > 0 && { recipients }),
  };
}

function sweepOf(given: FormData): SweepSummary | undefined {
  const [pages, documents, findings] = SWEEP.map((name) => String(given.get(name) ?? ''));
  if (!pages && !documents && !findings) return undefined;
  return { pages: Number(pages), documents: Number(documents), findings: Number(findings) };
}
