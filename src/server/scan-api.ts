import { createHash, timingSafeEqual } from 'node:crypto';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { inspectText } from '../inspection/inspect.ts';
import { isAllowedText } from '../rules/allowlist.ts';
import { wordsFor } from './finding-words.ts';
import { describeScanApi } from './openapi.ts';
import { answerOf } from './scan-answer.ts';
import { readItems, type ScanItem, type ScanLimits, scanLimits } from './scan-body.ts';
import type { ScanTools } from './unit-rules.ts';

/** What the scan API needs of the server. */
export interface ScanApiParts {
  /** What the next request is judged with. */
  tools(): Promise<ScanTools>;
  /** Lets callers through, for example `apiKeyOnly`. */
  readonly authorise: MiddlewareHandler;
  readonly limits?: ScanLimits;
}

const STATUS = {
  'too-large': 413,
  'too-slow': 408,
  'cut-short': 400,
  'unsupported-type': 415,
  malformed: 422,
  empty: 422,
  'too-many-items': 413,
  unauthorised: 401,
  busy: 503,
} as const;

type ScanProblem = keyof typeof STATUS;

/**
 * `POST /v1/scan` judges texts and files for the backend of another system, whatever the browser was;
 * `GET /v1/openapi.json` describes it. Nothing of what was sent is kept, logged or echoed.
 */
export function createScanApi(parts: ScanApiParts): Hono {
  const app = new Hono();
  const limits = parts.limits ?? scanLimits;
  let atWork = 0;
  app.get('/v1/openapi.json', (context) => context.json(describeScanApi(limits)));
  app.post('/v1/scan', parts.authorise, async (context) => {
    if (atWork >= limits.atOnce) {
      context.header('Retry-After', '5');
      return refuse(context, 'busy');
    }
    atWork += 1;
    try {
      const items = await readItems(context.req.raw, limits);
      if (typeof items === 'string') return refuse(context, items);
      const tools = await parts.tools();
      const results = await Promise.all(items.map((item) => inspect(tools, item)));
      const words = wordsFor(context.req.header('accept-language'));
      return context.json(answerOf(results, tools.rules, words));
    } finally {
      atWork -= 1;
    }
  });
  return app;
}

/** Lets callers through whose `Authorization: Bearer` key has one of these SHA-256 hashes (hexadecimal). */
export function apiKeyOnly(hashes: readonly string[]): MiddlewareHandler {
  const known = hashes.map((hash) => Buffer.from(hash, 'hex')).filter(({ length }) => length === 32);
  return async (context, next) => {
    const [, key = ''] = /^Bearer +(\S{1,200})$/i.exec(context.req.header('authorization') ?? '') ?? [];
    const hash = createHash('sha256').update(key).digest();
    let allowed = false;
    for (const one of known) allowed = timingSafeEqual(one, hash) || allowed;
    if (!allowed || key === '') return refuse(context, 'unauthorised');
    return next();
  };
}

async function inspect({ engine, pool, rules }: ScanTools, item: ScanItem) {
  if (item.kind === 'file') return { kind: 'file' as const, result: await pool.scan(item.file) };
  const result = inspectText(item.text, engine);
  const today = new Date().toISOString().slice(0, 10);
  const allowed = result.findings.length > 0 && isAllowedText(rules.tables.allowlist, item.text, today);
  return { kind: 'text' as const, result: allowed ? { ...result, findings: [] } : result };
}

function refuse(context: Context, problem: ScanProblem): Response {
  const words = wordsFor(context.req.header('accept-language'));
  const message = words(`scanApiError_${problem}`) ?? problem;
  if (problem === 'unauthorised') context.header('WWW-Authenticate', 'Bearer');
  // What is left of a body that was given up must not be taken for the next request.
  if (problem === 'too-large' || problem === 'too-slow' || problem === 'cut-short')
    context.header('Connection', 'close');
  return context.json({ error: problem, message }, STATUS[problem]);
}
