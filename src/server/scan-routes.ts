import { Hono } from 'hono';
import { createEngine } from '../engine/engine.ts';
import { createNodeScanPool } from '../inspection/node/scan-pool.ts';
import { bundledPolicy } from '../policy/bundled.ts';
import { bundledTables } from '../rules/bundled.ts';
import type { ServerEnv, ServerParts } from './http/context.ts';
import { apiKeyOnly, createScanApi } from './scan-api.ts';

/** The scan API as a part of the unit's server, for the keys in its configuration. Threads start with the first file. */
export function scanRoutes({ config, stopping }: ServerParts): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>();
  const api = createScanApi({
    engine: createEngine(bundledTables),
    policy: bundledPolicy,
    pool: createNodeScanPool(undefined, stopping),
    authorise: apiKeyOnly(config.scanKeys ?? []),
  });
  app.route('/', api);
  return app;
}
