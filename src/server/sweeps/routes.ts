import { Hono } from 'hono';
import * as z from 'zod/mini';
import { leadsInside, type Reach } from '../../sweep/reach.ts';
import type { ServerContext, ServerEnv, ServerParts } from '../http/context.ts';
import { peopleOnly } from '../http/guards.ts';
import { refuseRequest } from '../http/problem.ts';
import { formOf } from '../pages/forms.ts';
import { noteAction } from '../routes/admin.ts';
import type { ServerRules } from '../unit-rules.ts';
import { reportFile } from './files.ts';
import { showSweeps } from './page.ts';
import { SweepPlans } from './plans.ts';
import { reachOf, SweepRunner } from './runner.ts';
import { chooseSweepTexts } from './texts.ts';

const planSchema = z.object({
  url: z.string().check(
    z.maxLength(500),
    z.regex(/^https?:\/\//i),
    z.refine((url) => URL.canParse(url)),
  ),
  everyHours: z.string().check(z.regex(/^\d{1,4}$/)),
  images: z.optional(z.literal('yes')),
});
/** A report has styles of its own and runs nothing. */
const REPORT_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

/** Planned sweeps: a page to list, add, start and read them. What people do and look at there is audited. */
export function sweepRoutes(
  { config, db, now, stopping }: ServerParts,
  rules: ServerRules,
  log: (line: string) => void,
): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>();
  const plans = new SweepPlans(db, now);
  const runner = new SweepRunner({ config, stopping, now, plans, rules, log, texts: chooseSweepTexts('vi') });
  app.get('/sweeps', peopleOnly('sweep'), async (context) => showSweeps(context, await plans.list()));
  app.get('/sweeps/:id/:file{report\\.(?:html|json|xlsx|docx)}', peopleOnly('sweep'), (context) =>
    sendReport(context, plans),
  );
  app.post('/sweeps', formOf('sweep'), (context) => takePlan(context, plans, reachOf(config)));
  app.post('/sweeps/:id/:what{start|seen|remove}', formOf('sweep'), async (context) => {
    const plan = await plans.find(context.req.param('id'));
    if (!plan) return refuseRequest(context, 'not-found');
    const what = context.req.param('what') as 'start' | 'seen' | 'remove';
    if (what === 'start') await plans.ask(plan.id);
    else if (what === 'remove') await plans.remove(plan.id);
    else await plans.markSeen(plan.id);
    await noteAction(context, `sweep-${what}`, plan.url);
    if (what === 'start') void runner.look();
    return context.redirect('/sweeps', 303);
  });
  return app;
}

async function takePlan(context: ServerContext, plans: SweepPlans, reach: Reach): Promise<Response> {
  const read = planSchema.safeParse(context.get('form'));
  if (!read.success) return showSweeps(context, await plans.list(), 'sweepsWrong');
  const { everyHours, images } = read.data;
  const url = new URL(read.data.url).href;
  if (await leadsInside(new URL(url), reach))
    return showSweeps(context, await plans.list(), 'sweepsInternal');
  const createdBy = context.get('session').user.name;
  await plans.add({ url, everyHours: Number(everyHours), images: images === 'yes', createdBy });
  await noteAction(context, 'sweep-add', url);
  return context.redirect('/sweeps', 303);
}

async function sendReport(context: ServerContext, plans: SweepPlans): Promise<Response> {
  const plan = await plans.find(context.req.param('id') ?? '');
  const kept = plan && (await plans.report(plan.id));
  if (!plan || !kept) return refuseRequest(context, 'not-found');
  const kind = context.req.param('file')?.split('.')[1] ?? '';
  await noteAction(context, kind === 'html' ? 'sweep-read' : 'sweep-export', plan.url);
  if (kind === 'html') {
    context.set('contentPolicy', REPORT_POLICY);
    return context.html(kept.html);
  }
  const { type, bytes } = await reportFile(kind, kept.report, chooseSweepTexts('vi'));
  const headers = {
    'content-type': type,
    'content-disposition': `attachment; filename="la-chan-sweep.${kind}"`,
  };
  return context.body(bytes, 200, headers);
}
