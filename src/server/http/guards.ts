import { getCookie } from 'hono/cookie';
import { isSignedRequest, isTimely, readClaim } from '../device-auth.ts';
import { isSameToken } from '../secrets.ts';
import { findDevice } from '../store/devices.ts';
import { type Role, readSession } from '../store/people.ts';
import { readBody } from './body.ts';
import type { ServerContext, ServerMiddleware } from './context.ts';
import { refuseRequest } from './problem.ts';

/** What a role may do. The administrator runs the machines and does not read incidents. */
const MAY = {
  'incidents.read': ['officer', 'auditor'],
  'incidents.review': ['officer'],
  coverage: ['officer', 'admin', 'auditor'],
  manage: ['admin'],
  'audit.read': ['auditor', 'admin'],
  sweep: ['webmaster', 'admin', 'officer'],
  scan: ['webmaster', 'officer', 'admin', 'auditor'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof MAY;

export function roleMay(role: Role, permission: Permission): boolean {
  const allowed: readonly Role[] = MAY[permission];
  return allowed.includes(role);
}

/** A batch is far smaller; one incident of thousands of files may not be. */
const BODY = 4 * 1024 * 1024;

/** `__Host-`: the browser takes it over TLS only and for this host only. */
export function cookieName(secure: boolean): string {
  return secure ? '__Host-la-chan' : 'la-chan';
}

/** Lets requests through that an enrolled device signed; sets `device` and `body`. */
export const deviceOnly: ServerMiddleware = async (context, next) => {
  const { db, now } = context.get('parts');
  const claim = readClaim(context.req.header('authorization') ?? '');
  if (!claim) return refuseRequest(context, 'unauthorised');
  const moment = now();
  // A wrong clock is told apart, with the right time: the device signs again by it.
  if (!isTimely(claim, moment)) return refuseRequest(context, 'clock', { now: moment.toISOString() });
  const device = await findDevice(db, claim.device);
  if (!device) return refuseRequest(context, 'unauthorised');
  const body = await readBody(context.req.raw, BODY);
  if (!body) return refuseRequest(context, 'too-large');
  if (!isSignedRequest(signedPart(context, body), claim, device.publicKey))
    return refuseRequest(context, 'unauthorised');
  if (device.revoked !== '') return refuseRequest(context, 'revoked');
  context.set('device', device);
  context.set('body', body);
  return next();
};

/** What a device signs of a request. */
export function signedPart(context: ServerContext, body: Uint8Array) {
  const { pathname, search } = new URL(context.req.url);
  const authorization = context.req.header('authorization') ?? '';
  return { method: context.req.method, path: pathname + search, body, authorization };
}

/** Lets people through who are logged in and may do this; a changing request must carry the session's own token. */
export function peopleOnly(permission?: Permission): ServerMiddleware {
  return async (context, next) => {
    const { db, now } = context.get('parts');
    const token = getCookie(context, cookieName(context.get('secure')));
    const session = token ? await readSession(db, token, now()) : null;
    if (!session) {
      const wantsPage =
        context.req.method === 'GET' && (context.req.header('accept') ?? '').includes('text/html');
      return wantsPage ? context.redirect('/login') : refuseRequest(context, 'unauthorised');
    }
    const changes = !['GET', 'HEAD'].includes(context.req.method);
    const csrf = context.req.header('x-la-chan-token') ?? '';
    if (changes && (!isOwnOrigin(context) || !isSameToken(csrf, session.csrf)))
      return refuseRequest(context, 'forgery');
    if (permission && !roleMay(session.user.role, permission)) return refuseRequest(context, 'forbidden');
    context.set('session', session);
    return next();
  };
}

/** True unless the browser says that another site sent the request. */
export function isOwnOrigin(context: ServerContext): boolean {
  const site = context.req.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const origin = context.req.header('origin');
  return origin === undefined || URL.parse(origin)?.host === context.req.header('host');
}
