import { Hono } from 'hono';
import type { ServerContext, ServerEnv } from '../http/context.ts';
import { peopleOnly } from '../http/guards.ts';
import { refuseRequest } from '../http/problem.ts';
import { isSameToken } from '../secrets.ts';

/** Whether the server lives (for balancers, without authentication, without details), and how it does (with). */
export function healthRoutes(): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>();
  app.get('/health', async (context) => {
    const { db, stopping } = context.get('parts');
    if (stopping.aborted) return context.json({ ok: false }, 503);
    try {
      await db.all('SELECT name FROM settings LIMIT 1');
      return context.json({ ok: true });
    } catch {
      return context.json({ ok: false }, 503);
    }
  });
  app.get('/metrics', async (context, next) => {
    const { metricsToken } = context.get('parts').config;
    const given = /^Bearer (.+)$/.exec(context.req.header('authorization') ?? '')?.[1];
    if (given === undefined) return peopleOnly('manage')(context, next);
    if (metricsToken !== undefined && isSameToken(given, metricsToken)) return next();
    return refuseRequest(context, 'unauthorised');
  });
  app.get('/metrics', writeMetrics);
  return app;
}

async function writeMetrics(context: ServerContext): Promise<Response> {
  const { db, metrics } = context.get('parts');
  const [devices] = await db.all<{ n: number }>("SELECT count(*) AS n FROM devices WHERE revoked = ''");
  const [waiting] = await db.all<{ n: number }>('SELECT count(*) AS n FROM uncounted');
  const gauges = {
    devices: devices!.n,
    uncounted_days: waiting!.n,
    memory_bytes: process.memoryUsage().rss,
  };
  return context.text(metrics.write(gauges));
}
