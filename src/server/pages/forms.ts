import type { ServerContext, ServerMiddleware } from '../http/context.ts';
import { isOwnOrigin, type Permission, peopleOnly } from '../http/guards.ts';
import { refuseRequest } from '../http/problem.ts';

const FORM = 300 * 1024;

/** Fields of a form; the last of a name counts. Null when it is too large or none. */
export async function readForm(context: ServerContext): Promise<Readonly<Record<string, string>> | null> {
  if (Number(context.req.header('content-length') ?? Number.POSITIVE_INFINITY) > FORM) return null;
  const type = context.req.header('content-type') ?? '';
  if (!type.startsWith('application/x-www-form-urlencoded')) return null;
  return Object.fromEntries(new URLSearchParams(await context.req.text()));
}

/**
 * Hands a form of this session on as the request that a script would have sent: its token becomes the header that every
 * changing route asks for. So forms have no rules of their own.
 */
export function formOf(permission?: Permission): ServerMiddleware {
  const guard = peopleOnly(permission);
  return async (context, next) => {
    const fields = isOwnOrigin(context) ? await readForm(context) : null;
    if (!fields) return refuseRequest(context, 'forgery');
    context.set('form', fields);
    const headers = new Headers(context.req.raw.headers);
    headers.set('x-la-chan-token', fields.token ?? '');
    context.req.raw = new Request(context.req.raw.url, { method: 'POST', headers });
    return guard(context, next);
  };
}
