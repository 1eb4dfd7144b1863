import { Hono } from 'hono';
import type { ServerEnv, ServerParts } from './http/context.ts';
import { apiKeyOnly, createScanApi } from './scan-api.ts';
import { createToolbox, type ServerRules } from './unit-rules.ts';

/** The scan API as a part of the unit's server, for the keys in its configuration. Threads start with the first file. */
export function scanRoutes({ config, stopping }: ServerParts, rules: ServerRules): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>();
  const api = createScanApi({
    tools: createToolbox(rules, stopping),
    authorise: apiKeyOnly(config.scanKeys ?? []),
  });
  app.route('/', api);
  return app;
}
