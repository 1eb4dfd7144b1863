import { Hono } from 'hono';
import type { ServerEnv, ServerParts } from './http/context.ts';
import { frameRequests } from './http/frame.ts';
import { refuseRequest } from './http/problem.ts';
import { pageRoutes } from './pages/pages.ts';
import { pluginRoutes } from './plugin-intake.ts';
import { precheckRoutes } from './precheck-page.ts';
import { adminRoutes } from './routes/admin.ts';
import { deviceRoutes } from './routes/device.ts';
import { healthRoutes } from './routes/health.ts';
import { reviewRoutes } from './routes/review.ts';
import { sessionRoutes } from './routes/session.ts';
import { scanRoutes } from './scan-routes.ts';
import { StorageFullError } from './store/database.ts';
import { sweepRoutes } from './sweeps/routes.ts';
import { ServerRules } from './unit-rules.ts';

/** The whole server as one app: any number of them may run on one database. */
export function createApp(parts: ServerParts, log: (line: string) => void): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>();
  const rules = new ServerRules(parts, log);
  app.use(frameRequests(parts, log));
  app.route('/', healthRoutes());
  app.route('/', deviceRoutes());
  app.route('/', sessionRoutes());
  app.route('/', adminRoutes());
  app.route('/', reviewRoutes(rules));
  app.route('/', pageRoutes());
  app.route('/', pluginRoutes());
  app.route('/', scanRoutes(parts, rules));
  app.route('/', precheckRoutes(rules));
  app.route('/', sweepRoutes(parts, rules, log));
  app.notFound((context) => refuseRequest(context, 'not-found'));
  app.onError((error, context) => {
    if (error instanceof StorageFullError) {
      context.header('Retry-After', '300');
      return refuseRequest(context, 'full');
    }
    // The kind of error and where, not its message: that may quote what was sent.
    log(JSON.stringify({ time: parts.now().toISOString(), error: error.name, at: placeOf(error) }));
    return refuseRequest(context, 'internal');
  });
  return app;
}

function placeOf(error: Error): string {
  return (
    (error.stack ?? '')
      .split('\n')
      .find((line) => /^\s+at /.test(line))
      ?.trim() ?? ''
  );
}
