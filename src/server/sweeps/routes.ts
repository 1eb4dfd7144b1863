import { join } from 'node:path';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { getCookie } from 'hono/cookie';
import * as z from 'zod/mini';
import type { ServerContext, ServerEnv, ServerMiddleware, ServerParts } from '../http/context.ts';
import { cookieName, isOwnOrigin, peopleOnly } from '../http/guards.ts';
import { refuseRequest } from '../http/problem.ts';
import { isSameToken } from '../secrets.ts';
import { readSession } from '../store/people.ts';
import { sweepsPage, sweepsStyle } from './page.ts';
import { NEVER, SweepPlans } from './plans.ts';
import { SweepRunner } from './runner.ts';
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
const small = bodyLimit({ maxSize: 16 * 1024 });
const WEBMASTERS = ['webmaster', 'admin', 'officer'];

/** Planned sweeps: a page to list, add, start and read them, for webmasters, administrators and officers. */
export function sweepRoutes({ config, stopping }: ServerParts, log: (line: string) => void): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>();
  const plans = new SweepPlans(join(config.data, 'sweeps'));
  const runner = new SweepRunner(plans, chooseSweepTexts('vi'), log, stopping);
  app.get('/sweeps.css', (context) =>
    context.body(sweepsStyle, 200, { 'content-type': 'text/css; charset=utf-8' }),
  );
  app.get('/sweeps', peopleOnly('sweep'), async (context) => {
    const shown = await Promise.all(
      (await plans.list()).map(async (plan) => ({
        plan,
        status: await plans.status(plan.id),
        progress: runner.progressOf(plan.id),
      })),
    );
    const texts = chooseSweepTexts(context.req.header('accept-language'));
    return context.html(sweepsPage(shown, context.get('session').csrf, texts));
  });
  app.get('/sweeps/:id/report', peopleOnly('sweep'), async (context) => {
    const plan = await plans.find(context.req.param('id'));
    const report = plan && (await plans.text(plan.id, 'report.html'));
    if (!report) return refuseRequest(context, 'not-found');
    context.set('contentPolicy', REPORT_POLICY);
    return context.html(report);
  });
  app.post('/sweeps', small, byForm, async (context) => {
    const read = planSchema.safeParse(await context.req.parseBody());
    if (!read.success) return refuseRequest(context, 'bad-request');
    const { url, everyHours, images } = read.data;
    const { name } = context.get('session').user;
    const plan = {
      url: new URL(url).href,
      everyHours: Number(everyHours),
      images: images === 'yes',
      createdBy: name,
    };
    await plans.add(plan);
    return context.redirect('/sweeps', 303);
  });
  app.post('/sweeps/:id/:what{start|seen|remove}', small, byForm, async (context) => {
    const plan = await plans.find(context.req.param('id'));
    if (!plan) return refuseRequest(context, 'not-found');
    const what = context.req.param('what');
    if (what === 'start') runner.start(plan.id);
    else if (what === 'remove') await plans.remove(plan.id);
    else {
      const status = { ...NEVER, ...(await plans.status(plan.id)), fresh: 0 };
      await plans.write(plan.id, 'status.json', JSON.stringify(status));
    }
    return context.redirect('/sweeps', 303);
  });
  return app;
}

/** Lets a form through that a person allowed to sweep has sent from this server's own page. */
const byForm: ServerMiddleware = async (context: ServerContext, next) => {
  const { db, now } = context.get('parts');
  const cookie = getCookie(context, cookieName(context.get('secure')));
  const session = cookie ? await readSession(db, cookie, now()) : null;
  if (!session) return refuseRequest(context, 'unauthorised');
  const { token } = await context.req.parseBody();
  if (!isOwnOrigin(context) || typeof token !== 'string' || !isSameToken(token, session.csrf))
    return refuseRequest(context, 'forgery');
  if (!WEBMASTERS.includes(session.user.role)) return refuseRequest(context, 'forbidden');
  context.set('session', session);
  return next();
};
