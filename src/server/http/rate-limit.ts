import type { ServerContext, ServerMiddleware } from './context.ts';
import { refuseRequest } from './problem.ts';

/** Names remembered at once; the longest unseen is forgotten first. */
const NAMES = 100_000;

/**
 * At most `burst` requests at once and `perMinute` on average for each name, in this process. An instance behind a
 * balancer counts for itself.
 */
export function limitRate(
  rate: { readonly burst: number; readonly perMinute: number },
  nameOf: (context: ServerContext) => string,
): ServerMiddleware {
  const buckets = new Map<string, { left: number; at: number }>();
  return async (context, next) => {
    const name = nameOf(context);
    const now = performance.now();
    const known = buckets.get(name) ?? { left: rate.burst, at: now };
    const left = Math.min(rate.burst, known.left + ((now - known.at) * rate.perMinute) / 60_000);
    buckets.delete(name);
    buckets.set(name, { left: Math.max(0, left - 1), at: now });
    if (buckets.size > NAMES) buckets.delete(buckets.keys().next().value!);
    if (left >= 1) return next();
    context.get('parts').metrics.count('requests_limited');
    context.header('Retry-After', String(Math.ceil(60 / rate.perMinute)));
    return refuseRequest(context, 'too-many');
  };
}
