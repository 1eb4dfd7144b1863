import { html } from 'hono/html';
import { bucketsOf, daysOf, periodAround, periodOfDays } from '../../incidents/period.ts';
import type { IncidentFilter, Tally } from '../../incidents/review-model.ts';
import { reviewStateSchema } from '../../incidents/schema.ts';
import type { ServerContext } from '../http/context.ts';
import { roleMay } from '../http/guards.ts';
import { refuseRequest } from '../http/problem.ts';
import { type ServerTexts, textsFor } from '../http/texts.ts';
import { noteAction } from '../routes/admin.ts';
import { readCounts } from '../store/counts.ts';
import { listIncidents, readIncident, reviewIncident } from '../store/review.ts';
import { dataTable, type Html, moment, page, tokenField } from './layout.ts';

const ROWS = 50;
const TALLIED = 8;
const STATES = ['new', 'confirmed', 'near-miss', 'false-alarm', 'exercise'] as const;

/** Incidents of all machines, newest first, with counts; and the way to the period report. */
export async function showIncidents(context: ServerContext): Promise<Response> {
  const texts = textsFor(context);
  const { db, now } = context.get('parts');
  const query = context.req.query();
  const filter = filterOf(context, now());
  const { from, to, ...lists } = filter;
  const [found, counts] = await Promise.all([
    listIncidents(db, filter, query.cursor ?? null, ROWS),
    readCounts(db, filter, bucketsOf(filter)),
  ]);
  if (!found) return refuseRequest(context, 'bad-request');
  await noteAction(context, 'list', JSON.stringify(filter));
  const days = daysOf(filter);
  const rows = found.rows.map((row) => [
    html`<a href="/incident?${new URLSearchParams({ device: row.device, id: row.id })}">${moment(row.time)}</a>`,
    row.unit,
    row.site,
    word(texts, 'channel', row.channel),
    word(texts, 'level', row.level ?? 'none'),
    word(texts, 'disposition', row.disposition),
    word(texts, 'review_state', row.state),
  ]);
  const heads = ['time', 'unit', 'site', 'channel', 'level', 'outcome', 'reviewState'].map((head) =>
    texts(`serverPage_${head}`),
  );
  const report = new URLSearchParams({
    filter: JSON.stringify({ from, to, ...lists }),
    preset: 'reporting-year',
  });
  const more = found.next ? new URLSearchParams({ ...query, cursor: found.next }) : null;
  return page(
    context,
    texts('serverPage_incidents'),
    html`<form class="row" method="get">
      <label>${texts('serverPage_from')}<input type="date" name="from" value="${days.first}"></label>
      <label>${texts('serverPage_to')}<input type="date" name="to" value="${days.last}"></label>
      <label>${texts('serverPage_unit')}<input name="unit" value="${query.unit ?? ''}" maxlength="100"></label>
      <label>${texts('serverPage_site')}<input name="site" value="${query.site ?? ''}" maxlength="260"></label>
      <label>${texts('serverPage_reviewState')}<select name="state"><option value="">${texts('serverPage_all')}</option>${STATES.map(
        (state) =>
          html`<option value="${state}"${query.state === state ? html` selected` : ''}>${word(texts, 'review_state', state)}</option>`,
      )}</select></label>
      <button class="main">${texts('serverPage_filter')}</button>
      <a href="/v1/review/report?${report}">${texts('serverPage_report')}</a></form>
    <p><strong>${counts.incidents}</strong> ${texts('serverPage_incidentsCounted', String(counts.repeats))}</p>
    <div class="totals">${tally(texts('serverPage_site'), counts.sites)}${tally(texts('serverPage_rule'), counts.rules)}${tally(texts('serverPage_unit'), counts.units)}</div>
    ${dataTable(texts('serverPage_incidents'), heads, rows)}
    ${more ? html`<p><a href="/incidents?${more}">${texts('serverPage_next')}</a></p>` : ''}`,
  );
}

/** One incident with its explanation, and the officer's judgement. */
export async function showIncident(context: ServerContext): Promise<Response> {
  const texts = textsFor(context);
  const { db } = context.get('parts');
  const { device = '', id = '' } = context.req.query();
  const { user } = context.get('session');
  const detail = await readIncident(db, { device, id }, user.unit);
  if (!detail) return refuseRequest(context, 'not-found');
  await noteAction(context, 'incident', `${device} ${id}`);
  const { incident, machine, reviews, repeats } = detail;
  const reasons = incident.items.flatMap(({ findings }) =>
    findings.map(
      ({ ruleId, signals }) =>
        `${ruleId}: ${signals.map((each) => word(texts, 'signal', each.id)).join('; ')}`,
    ),
  );
  const judge = roleMay(user.role, 'incidents.review')
    ? html`<section><h2>${texts('serverPage_judge')}</h2><form class="fields" method="post" action="/form/review">${tokenField(context)}
      <input type="hidden" name="device" value="${device}"><input type="hidden" name="id" value="${id}">
      <label>${texts('serverPage_reviewState')}<select name="state">${STATES.map((state) => html`<option value="${state}"${state === reviews.at(-1)?.state ? html` selected` : ''}>${word(texts, 'review_state', state)}</option>`)}</select></label>
      <label>${texts('serverPage_note')}<input name="note" maxlength="500" autocomplete="off"></label>
      <p class="quiet">${texts('serverPage_noteHint')}</p>
      <div><button class="main">${texts('serverPage_save')}</button></div></form></section>`
    : '';
  return page(
    context,
    texts('serverPage_incident'),
    html`<section><dl>
      <dt>${texts('serverPage_time')}</dt><dd>${moment(incident.time)}</dd>
      <dt>${texts('serverPage_machine')}</dt><dd>${machine.name || machine.device} (${machine.unit})</dd>
      <dt>${texts('serverPage_site')}</dt><dd>${incident.destination.site}</dd>
      <dt>${texts('serverPage_channel')}</dt><dd>${word(texts, 'channel', incident.channel)}</dd>
      <dt>${texts('serverPage_level')}</dt><dd>${word(texts, 'level', incident.level ?? 'none')}</dd>
      <dt>${texts('serverPage_outcome')}</dt><dd>${word(texts, 'disposition', incident.disposition)}</dd>
      <dt>${texts('serverPage_repeats')}</dt><dd>${repeats.length}</dd></dl>
      <h2>${texts('serverPage_why')}</h2><ul>${reasons.map((reason) => html`<li>${reason}</li>`)}</ul></section>
    ${reviews.length > 0 ? html`<section><h2>${texts('serverPage_judged')}</h2><ul>${reviews.map((review) => html`<li>${moment(review.time)}: ${word(texts, 'review_state', review.state)}${review.note ? ` – ${review.note}` : ''}${review.noteDropped ? ` – ${texts('serverPage_noteDropped')}` : ''}</li>`)}</ul></section>` : ''}
    ${judge}`,
  );
}

export async function takeReview(context: ServerContext): Promise<Response> {
  const { db, now, isMarked } = context.get('parts');
  const { device = '', id = '', state = '', note = '' } = context.get('form');
  const read = reviewStateSchema.safeParse(state);
  const words = note.trim();
  if (!read.success || words.length > 500) return refuseRequest(context, 'bad-request');
  const noteDropped = words !== '' && isMarked(words);
  const { name: by, unit } = context.get('session').user;
  const review = {
    state: read.data,
    note: words === '' || noteDropped ? null : words,
    noteDropped,
    by,
    unit,
  };
  if (!(await reviewIncident(db, { device, id }, review, now()))) return refuseRequest(context, 'not-found');
  await noteAction(context, 'review', `${device} ${id} ${state}`);
  return context.redirect(`/incident?${new URLSearchParams({ device, id })}`);
}

function filterOf(context: ServerContext, now: Date): IncidentFilter {
  const { from = '', to = '', unit = '', site = '', state = '' } = context.req.query();
  const period = periodOfDays(from, to) ?? periodAround('reporting-year', now);
  const own = context.get('session').user.unit || unit;
  const known = STATES.find((each) => each === state);
  return {
    ...period,
    ...(own !== '' && { units: [own] }),
    ...(site !== '' && { sites: [site] }),
    ...(known && { states: [known] }),
  };
}

function tally(title: string, rows: Tally): Html | string {
  if (rows.length === 0) return '';
  return html`<section><h2>${title}</h2><table><tbody>${rows
    .slice(0, TALLIED)
    .map(
      ({ value, count }) => html`<tr><th scope="row">${value || '–'}</th><td>${count}</td></tr>`,
    )}</tbody></table></section>`;
}

/** The word of a group for an id; the id itself where there is none yet. */
function word(texts: ServerTexts, group: string, id: string): string {
  const key = `${group}_${id.replace(/[^a-z0-9]/gi, '_')}`;
  const known = texts(key);
  return known === key ? id : known;
}
