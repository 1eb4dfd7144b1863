import { Hono } from 'hono';
import { html } from 'hono/html';
import type { ServerContext, ServerEnv } from '../http/context.ts';
import { peopleOnly, roleMay } from '../http/guards.ts';
import { limitRate } from '../http/rate-limit.ts';
import { type ServerTexts, textsFor } from '../http/texts.ts';
import { noteAction } from '../routes/admin.ts';
import { leaveSession } from '../routes/session.ts';
import { checkTrail, readAudit } from '../store/audit.ts';
import type { Sql } from '../store/database.ts';
import { formOf } from './forms.ts';
import { barStyles, dataTable, moment, page, serverStyles } from './layout.ts';
import { showLogin, takeLogin, takeSetup } from './login.ts';
import { showMachines, takeRevoke } from './machines.ts';
import { showManage, takeCode, takePolicy, takeUser } from './manage.ts';
import { sendReviewFile, showReview } from './review.ts';

/** The server's own pages: plain HTML and forms without scripts, but for the review, which is the extension's own page. */
export function pageRoutes(): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>();
  const slow = limitRate({ burst: 20, perMinute: 20 }, (context) => context.get('address'));
  app.get('/style.css', (context) =>
    context.body(serverStyles, 200, { 'Content-Type': 'text/css', 'Cache-Control': 'max-age=3600' }),
  );
  app.get('/login', (context) => showLogin(context));
  app.post('/form/login', slow, takeLogin);
  app.post('/form/setup', slow, takeSetup);
  app.post('/form/logout', formOf(), async (context) => {
    await leaveSession(context);
    return context.redirect('/login');
  });
  app.get('/', peopleOnly(), showHome);
  app.get('/incidents', peopleOnly('incidents.read'), showReview);
  app.get('/review/bar.css', peopleOnly('incidents.read'), (context) =>
    context.body(barStyles, 200, { 'Content-Type': 'text/css', 'Cache-Control': 'max-age=3600' }),
  );
  app.get('/review/:file', peopleOnly('incidents.read'), sendReviewFile);
  app.get('/machines', peopleOnly('coverage'), showMachines);
  app.post('/form/revoke', formOf('manage'), takeRevoke);
  app.get('/manage', peopleOnly('manage'), (context) => showManage(context));
  app.post('/form/code', formOf('manage'), takeCode);
  app.post('/form/user', formOf('manage'), takeUser);
  app.post('/form/policy', formOf('manage'), takePolicy);
  app.get('/trail', peopleOnly('audit.read'), showTrail);
  return app;
}

/** Everybody begins where their work is. */
function showHome(context: ServerContext) {
  const { role } = context.get('session').user;
  if (roleMay(role, 'incidents.read')) return context.redirect('/incidents');
  if (roleMay(role, 'coverage')) return context.redirect('/machines');
  const texts = textsFor(context);
  return page(context, 'Lá Chắn', html`<p>${texts('serverPage_nothingHere')}</p>`);
}

async function showTrail(context: ServerContext): Promise<Response> {
  const texts = textsFor(context);
  const { before = '', check } = context.req.query();
  const { db } = context.get('parts');
  const entries = await readAudit(db, 200, before);
  await noteAction(context, 'audit', before);
  const heads = ['time', 'name', 'action', 'target', 'address'].map((head) => texts(`serverPage_${head}`));
  const rows = entries.map((entry) => [
    moment(entry.time),
    entry.user || '–',
    texts(`serverPage_did_${entry.action.replace(/-/g, '_')}`),
    entry.target,
    entry.address,
  ]);
  const last = entries.length === 200 ? entries.at(-1) : undefined;
  return page(
    context,
    texts('serverPage_trail'),
    html`${check === undefined ? html`<p><a href="/trail?check=1">${texts('serverPage_trailCheck')}</a></p>` : await sayTrail(db, texts)}${dataTable(texts('serverPage_trail'), heads, rows)}${last ? html`<p><a href="/trail?before=${last.time}">${texts('serverPage_next')}</a></p>` : ''}`,
  );
}

/** Whether the chain of the trail is whole, and its end, which an auditor may write down. */
async function sayTrail(db: Sql, texts: ServerTexts) {
  const { faults, entries, end } = await checkTrail(db);
  if (faults.length === 0)
    return html`<p class="done">${texts('serverTrailWhole', String(entries))} <code>${end.sequence}:${end.hash}</code></p>`;
  const words = faults
    .slice(0, 20)
    .map(({ sequence, fault }) => texts(`serverTrail_${fault.replace(/-/g, '_')}`, String(sequence)));
  return html`<div class="problem"><ul>${words.map((each) => html`<li>${each}</li>`)}</ul></div>`;
}
