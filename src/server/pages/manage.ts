import { html } from 'hono/html';
import { readLayer } from '../../policy/schema.ts';
import type { ServerContext } from '../http/context.ts';
import { describeProblem } from '../http/problem.ts';
import { textsFor } from '../http/texts.ts';
import { noteAction } from '../routes/admin.ts';
import { isGoodPassword, userName } from '../routes/session.ts';
import { createEnrolmentCode, listEnrolmentCodes } from '../store/devices.ts';
import { listPacks } from '../store/packs.ts';
import { addUser, listUsers, type Role, roles } from '../store/people.ts';
import { readPolicy, writePolicy } from '../store/policies.ts';
import { dataTable, type Html, moment, page, tokenField } from './layout.ts';

const DAY = 86_400_000;
const CODE_DAYS = 30;

/** Enrolment, accounts, policy and packs. `said` is what the last form came to. */
export async function showManage(
  context: ServerContext,
  said: Html | '' = '',
  bad = false,
): Promise<Response> {
  const texts = textsFor(context);
  const { db } = context.get('parts');
  const [codes, users, packs, policy] = await Promise.all([
    listEnrolmentCodes(db),
    listUsers(db),
    listPacks(db),
    readPolicy(db, '*'),
  ]);
  const codeRows = codes.map((code) => [
    code.unit,
    `${code.used} / ${code.uses}`,
    moment(code.created),
    moment(code.expires),
    code.createdBy,
  ]);
  const userRows = users.map((user) => [
    user.name,
    texts(`serverPage_role_${user.role}`),
    user.unit || texts('serverPage_allUnits'),
  ]);
  const packRows = packs.map((each) => [each.name, String(each.version), moment(each.uploaded), each.by]);
  const heads = (...names: string[]) => names.map((name) => texts(`serverPage_${name}`));
  const layer = policy ? JSON.stringify(JSON.parse(policy.layer), null, 2) : '{}';
  return page(
    context,
    texts('serverPage_manage'),
    html`${said === '' ? '' : html`<p class="${bad ? 'problem' : 'done'}" role="status">${said}</p>`}
    <section><h2>${texts('serverPage_enrolment')}</h2><p class="quiet">${texts('serverPage_enrolmentHint')}</p>
      <form class="row" method="post" action="/form/code">${tokenField(context)}
      <label>${texts('serverPage_unit')}<input name="unit" required maxlength="100"></label>
      <label>${texts('serverPage_uses')}<input name="uses" type="number" min="1" max="100000" value="1" required></label>
      <button class="main">${texts('serverPage_makeCode')}</button></form>
      ${dataTable(texts('serverPage_enrolment'), heads('unit', 'uses', 'made', 'expires', 'by'), codeRows)}</section>
    <section><h2>${texts('serverPage_accounts')}</h2>
      <form class="row" method="post" action="/form/user">${tokenField(context)}
      <label>${texts('serverPage_name')}<input name="name" required minlength="2" maxlength="60" autocomplete="off"></label>
      <label>${texts('serverPage_role')}<select name="role">${roles.map((role) => html`<option value="${role}">${texts(`serverPage_role_${role}`)}</option>`)}</select></label>
      <label>${texts('serverPage_unit')}<input name="unit" maxlength="100" placeholder="${texts('serverPage_allUnits')}"></label>
      <label>${texts('serverPage_newPassword')}<input name="password" type="password" required minlength="12" maxlength="200" autocomplete="new-password"></label>
      <button class="main">${texts('serverPage_makeUser')}</button></form>
      ${dataTable(texts('serverPage_accounts'), heads('name', 'role', 'unit'), userRows)}</section>
    <section><h2>${texts('serverPage_policy')}</h2><p class="quiet">${texts('serverPage_policyHint')}</p>
      <form class="fields" method="post" action="/form/policy">${tokenField(context)}
      <label>${texts('serverPage_policyLabel')}<textarea name="layer" spellcheck="false">${layer}</textarea></label>
      <div><button class="main">${texts('serverPage_save')}</button></div></form></section>
    <section><h2>${texts('serverPage_packs')}</h2><p class="quiet">${texts('serverPage_packsHint')}</p>
      ${dataTable(texts('serverPage_packs'), heads('packs', 'version', 'made', 'by'), packRows)}</section>`,
    bad ? 422 : 200,
  );
}

export async function takeCode(context: ServerContext): Promise<Response> {
  const { db, now } = context.get('parts');
  const texts = textsFor(context);
  const { unit = '', uses = '1' } = context.get('form');
  const count = Number(uses);
  if (unit === '' || /[*\n]/.test(unit) || !Number.isInteger(count) || count < 1 || count > 1_000_000)
    return showManage(context, html`${describeProblem('bad-request', texts)}`, true);
  const expires = new Date(now().getTime() + CODE_DAYS * DAY).toISOString();
  const by = context.get('session').user.name;
  const code = await createEnrolmentCode(db, { unit, uses: count, expires, by, now: now() });
  await noteAction(context, 'code', `${unit} × ${count}`);
  return showManage(context, html`${texts('serverPage_codeMade')} <strong>${code}</strong>`);
}

export async function takeUser(context: ServerContext): Promise<Response> {
  const { db, now } = context.get('parts');
  const texts = textsFor(context);
  const { name = '', role = '', unit = '', password = '' } = context.get('form');
  const known = roles.find((each) => each === role) as Role | undefined;
  if (!known || !userName.safeParse(name).success)
    return showManage(context, html`${describeProblem('bad-request', texts)}`, true);
  if (!isGoodPassword(password, name))
    return showManage(context, html`${describeProblem('weak-password', texts)}`, true);
  if (!(await addUser(db, { name, role: known, unit, password }, now())))
    return showManage(context, html`${describeProblem('name-taken', texts)}`, true);
  await noteAction(context, 'user', `${name}: ${role}`);
  return showManage(context, html`${texts('serverPage_userMade', name)}`);
}

export async function takePolicy(context: ServerContext): Promise<Response> {
  const { db, now } = context.get('parts');
  const texts = textsFor(context);
  let written: unknown;
  try {
    written = JSON.parse(context.get('form').layer ?? '');
  } catch {
    return showManage(context, html`${texts('serverPage_notJson')}`, true);
  }
  const { layer, problems } = readLayer(written);
  if (problems.length > 0) {
    const list = problems.map(({ setting, problem }) => `${setting}: ${problem}`).join('; ');
    return showManage(context, html`${describeProblem('bad-policy', texts)} ${list}`, true);
  }
  await writePolicy(db, { unit: '*', layer, by: context.get('session').user.name }, now());
  await noteAction(context, 'policy', `*: ${Object.keys(layer).join(', ')}`);
  return showManage(context, html`${texts('serverPage_policySaved')}`);
}
