import { html } from 'hono/html';
import type { ServerContext } from '../http/context.ts';
import { roleMay } from '../http/guards.ts';
import { textsFor } from '../http/texts.ts';
import { noteAction } from '../routes/admin.ts';
import { type MachineState, readCoverage } from '../store/coverage.ts';
import { revokeDevice } from '../store/devices.ts';
import { dataTable, moment, page, tokenField } from './layout.ts';

/** Which machines are heard of, up to date, and whole. */
export async function showMachines(context: ServerContext): Promise<Response> {
  const texts = textsFor(context);
  const { db, now, config } = context.get('parts');
  const { user } = context.get('session');
  const { unit = '', state = '', after = '' } = context.req.query();
  const wanted = { unit: user.unit === '' ? unit : user.unit, state, after };
  const coverage = await readCoverage(db, wanted, { now: now(), silentHours: config.silentHours });
  await noteAction(context, 'coverage', `${wanted.unit} ${state}`);
  const link = (to: string) =>
    `/machines?${new URLSearchParams({ ...(unit && { unit }), ...(to && { state: to }) })}`;
  const sum = Object.values(coverage.totals).reduce((a, b) => a + b, 0);
  const totals = [['', sum] as const, ...(Object.entries(coverage.totals) as [MachineState, number][])];
  const mayRevoke = roleMay(user.role, 'manage');
  const rows = coverage.machines.map((machine) => [
    machine.name || machine.device.slice(0, 8),
    machine.unit,
    html`<span class="state-${machine.state}">${texts(`serverPage_state_${machine.state}`)}</span>`,
    moment(machine.seen),
    `${machine.productVersion || '–'} / ${machine.packVersion || '–'}`,
    machine.faults
      .map(({ fault, first, last }) => `${texts(`log_fault_${fault.replace(/-/g, '_')}`)} (${first}–${last})`)
      .join('; '),
    mayRevoke && machine.state !== 'revoked'
      ? html`<form method="post" action="/form/revoke">${tokenField(context)}<input type="hidden" name="device" value="${machine.device}"><button>${texts('serverPage_revoke')}</button></form>`
      : '',
  ]);
  const heads = ['machine', 'unit', 'state', 'seen', 'versions', 'faults', 'action'].map((head) =>
    texts(`serverPage_${head}`),
  );
  return page(
    context,
    texts('serverPage_machines'),
    html`<ul class="totals">${totals.map(
      ([name, count]) =>
        html`<li><a href="${link(name)}"${name === state ? html` aria-current="true"` : ''}><b>${count}</b>${texts(name === '' ? 'serverPage_all' : `serverPage_state_${name}`)}</a></li>`,
    )}</ul>
    <p class="quiet">${texts('serverPage_silentHint', String(config.silentHours))}</p>
    ${dataTable(texts('serverPage_machines'), heads, rows)}
    ${coverage.next ? html`<p><a href="${link(state)}&after=${coverage.next}">${texts('serverPage_next')}</a></p>` : ''}`,
  );
}

export async function takeRevoke(context: ServerContext): Promise<Response> {
  const { db, now } = context.get('parts');
  const { device = '' } = context.get('form');
  if (await revokeDevice(db, device, now())) await noteAction(context, 'revoke', device);
  return context.redirect('/machines');
}
