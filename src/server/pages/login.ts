import { html } from 'hono/html';
import type { ServerContext } from '../http/context.ts';
import { isOwnOrigin } from '../http/guards.ts';
import { describeProblem, type Problem } from '../http/problem.ts';
import { textsFor } from '../http/texts.ts';
import { enterSession, isGoodPassword, userName } from '../routes/session.ts';
import { writeAudit } from '../store/audit.ts';
import { hasUsers, useSetupCode } from '../store/people.ts';
import { readForm } from './forms.ts';
import { page } from './layout.ts';

/** Logging in; and, while there is nobody, making the first administrator. */
export async function showLogin(context: ServerContext, problem?: Problem): Promise<Response> {
  const texts = textsFor(context);
  const isNew = !(await hasUsers(context.get('parts').db));
  const words = problem ? html`<p class="problem" role="alert">${describeProblem(problem, texts)}</p>` : '';
  const login = html`<section class="small"><h2>${texts('serverPage_login')}</h2>
    <form class="fields" method="post" action="/form/login">
    <label>${texts('serverPage_name')}<input name="name" autocomplete="username" required maxlength="60"></label>
    <label>${texts('serverPage_password')}<input name="password" type="password" autocomplete="current-password" required maxlength="200"></label>
    <button class="main">${texts('serverPage_login')}</button></form></section>`;
  const setup = html`<section class="small" id="setup"><h2>${texts('serverPage_setup')}</h2>
    <p class="quiet">${texts('serverPage_setupHint')}</p>
    <form class="fields" method="post" action="/form/setup">
    <label>${texts('serverPage_code')}<input name="code" autocomplete="one-time-code" required maxlength="100"></label>
    <label>${texts('serverPage_name')}<input name="name" autocomplete="username" required minlength="2" maxlength="60"></label>
    <label>${texts('serverPage_newPassword')}<input name="password" type="password" autocomplete="new-password" required minlength="12" maxlength="200"></label>
    <button class="main">${texts('serverPage_setup')}</button></form></section>`;
  const sections = isNew
    ? setup
    : html`${login}<details class="small"><summary>${texts('serverPage_haveCode')}</summary>${setup}</details>`;
  return page(context, texts('serverPage_title'), html`${words}${sections}`, problem ? 422 : 200);
}

export async function takeLogin(context: ServerContext): Promise<Response> {
  const form = isOwnOrigin(context) ? await readForm(context) : null;
  if (!form) return showLogin(context, 'forgery');
  const entered = await enterSession(context, form.name ?? '', form.password ?? '');
  return entered.ok ? context.redirect('/') : showLogin(context, 'bad-login');
}

export async function takeSetup(context: ServerContext): Promise<Response> {
  const { db, now } = context.get('parts');
  const form = isOwnOrigin(context) ? await readForm(context) : null;
  if (!form) return showLogin(context, 'forgery');
  const { code = '', name = '', password = '' } = form;
  if (!userName.safeParse(name).success) return showLogin(context, 'bad-request');
  if (!isGoodPassword(password, name)) return showLogin(context, 'weak-password');
  const outcome = await useSetupCode(db, code, { name, password }, now());
  if (outcome !== 'made') return showLogin(context, outcome);
  const entry = { user: name, role: 'admin', action: 'setup', target: '', address: context.get('address') };
  await writeAudit(db, entry, now());
  await enterSession(context, name, password);
  return context.redirect('/');
}
