import { getConnInfo } from '@hono/node-server/conninfo';
import { contentPolicy } from './content-policy.ts';
import type { ServerContext, ServerMiddleware, ServerParts } from './context.ts';

const PAGE_POLICY = contentPolicy({ connect: "'self'", form: "'self'" });

/** Sets what every route needs, the security headers, the measurement and one line of log a request. */
export function frameRequests(parts: ServerParts, log: (line: string) => void): ServerMiddleware {
  return async (context, next) => {
    const start = performance.now();
    context.set('parts', parts);
    readConnection(context, parts);
    await next();
    setHeaders(context);
    const seconds = (performance.now() - start) / 1000;
    const { method } = context.req;
    // The pattern of the route, never the path as it came: ids and queries stay out of logs and metrics.
    const route = routeOf(context);
    parts.metrics.observeRequest(method, route, context.res.status, seconds);
    log(
      JSON.stringify({
        time: parts.now().toISOString(),
        method,
        route,
        status: context.res.status,
        milliseconds: Math.round(seconds * 1000),
        address: context.get('address'),
      }),
    );
  };
}

function routeOf(context: ServerContext): string {
  const matched = context.req.matchedRoutes.filter(({ path }) => path !== '/*' && path !== '*');
  return matched.at(-1)?.path ?? 'other';
}

/** Who is at the other end; what a known proxy says of it is believed, what anybody else says is not. */
function readConnection(context: ServerContext, { config }: ServerParts): void {
  const peer = plainAddress(getConnInfo(context).remote.address ?? '');
  const trusted = new Set(config.trustedProxies);
  const hops = (context.req.header('x-forwarded-for') ?? '')
    .split(',')
    .map((hop) => plainAddress(hop.trim()));
  const isProxy = trusted.has(peer);
  const client = isProxy ? hops.findLast((hop) => hop !== '' && !trusted.has(hop)) : undefined;
  context.set('address', client ?? peer);
  const forwarded = isProxy && context.req.header('x-forwarded-proto') === 'https';
  context.set('secure', config.tlsKey !== undefined || forwarded);
}

/** An IPv4 address as a dual-stack socket shows it becomes the plain one. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:/, '');
}

function setHeaders(context: ServerContext): void {
  const { headers } = context.res;
  headers.set('X-Content-Type-Options', 'nosniff');
  // Not no-referrer: forms would then name no origin either.
  headers.set('Referrer-Policy', 'same-origin');
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  headers.set('Content-Security-Policy', context.get('contentPolicy') ?? PAGE_POLICY);
  headers.set('Permissions-Policy', 'camera=(), microphone=(), geolocation=()');
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store');
  if (context.get('secure')) headers.set('Strict-Transport-Security', 'max-age=31536000');
}
