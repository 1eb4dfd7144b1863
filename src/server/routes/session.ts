import { Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import * as z from 'zod/mini';
import { isCommonPassword } from '../common-passwords.ts';
import { readBody } from '../http/body.ts';
import type { ServerContext, ServerEnv } from '../http/context.ts';
import { cookieName, isOwnOrigin, peopleOnly } from '../http/guards.ts';
import { refuseRequest } from '../http/problem.ts';
import { limitRate } from '../http/rate-limit.ts';
import { writeAudit } from '../store/audit.ts';
import { changeUser, type Login, logIn, logOut, useSetupCode } from '../store/people.ts';

const BODY = 4096;
const SHORTEST_PASSWORD = 12;
const LONGEST_PASSWORD = 200;

/** Names people type: letters of any script, digits, `.`, `_`, `-`. */
export const userName = z.string().check(z.regex(/^[\p{L}\p{M}\p{N}._@-]{2,60}$/u));
const password = z.string().check(z.maxLength(LONGEST_PASSWORD));
const loginSchema = z.strictObject({ name: z.string().check(z.maxLength(60)), password });
const setupSchema = z.strictObject({
  code: z.string().check(z.minLength(4), z.maxLength(100)),
  name: userName,
  password,
});
const changeSchema = z.strictObject({ password, newPassword: password });

/** Logging in and out, and the first administrator. */
export function sessionRoutes(): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>();
  const slow = limitRate({ burst: 20, perMinute: 20 }, (context) => context.get('address'));
  app.post('/v1/login', slow, enter);
  app.post('/v1/setup', slow, setUp);
  app.post('/v1/logout', peopleOnly(), leave);
  app.post('/v1/password', slow, peopleOnly(), changePassword);
  app.get('/v1/session', peopleOnly(), (context) => {
    const { user, csrf } = context.get('session');
    return context.json({ name: user.name, role: user.role, unit: user.unit, token: csrf });
  });
  return app;
}

/** A password long enough, not the person's own name and no common word with digits; length is what counts (NIST SP 800-63B). */
export function isGoodPassword(password: string, name: string): boolean {
  const plain = password.toLowerCase();
  return (
    [...password].length >= SHORTEST_PASSWORD &&
    !plain.includes(name.toLowerCase()) &&
    new Set(plain).size > 4 &&
    !isCommonPassword(password)
  );
}

/** Reads JSON of a known shape; null when it is not that. */
export async function readJson<T>(
  context: ServerContext,
  schema: z.ZodMiniType<T>,
  most = BODY,
): Promise<T | null> {
  const body = await readBody(context.req.raw, most);
  if (!body) return null;
  try {
    return schema.safeParse(JSON.parse(new TextDecoder().decode(body))).data ?? null;
  } catch {
    return null;
  }
}

async function enter(context: ServerContext): Promise<Response> {
  const given = await readJson(context, loginSchema);
  if (!given) return refuseRequest(context, 'bad-request');
  if (!isOwnOrigin(context)) return refuseRequest(context, 'forgery');
  const login = await enterSession(context, given.name, given.password);
  if (login.ok) return context.json({ name: login.user.name, role: login.user.role });
  return refuseRequest(context, 'bad-login', login.waitUntil === '' ? {} : { waitUntil: login.waitUntil });
}

/** Logs in, writes that down either way, and sets the session's cookie. */
export async function enterSession(context: ServerContext, name: string, password: string): Promise<Login> {
  const { db, now, metrics } = context.get('parts');
  const login = await logIn(db, name, password, now());
  await writeAudit(
    db,
    {
      // A mistyped name may be a password: only names that exist are written down.
      user: login.ok ? login.user.name : '',
      role: login.ok ? login.user.role : '',
      action: login.ok ? 'login' : 'login-failed',
      target: '',
      address: context.get('address'),
    },
    now(),
  );
  if (!login.ok) {
    metrics.count('logins_failed');
    return login;
  }
  const secure = context.get('secure');
  const flags = { httpOnly: true, secure, sameSite: 'Strict', path: '/' } as const;
  setCookie(context, cookieName(secure), login.token, flags);
  return login;
}

async function setUp(context: ServerContext): Promise<Response> {
  const { db, now } = context.get('parts');
  const given = await readJson(context, setupSchema);
  if (!given) return refuseRequest(context, 'bad-request');
  if (!isOwnOrigin(context)) return refuseRequest(context, 'forgery');
  if (!isGoodPassword(given.password, given.name)) return refuseRequest(context, 'weak-password');
  const outcome = await useSetupCode(db, given.code, given, now());
  if (outcome !== 'made') return refuseRequest(context, outcome);
  await writeAudit(
    db,
    { user: given.name, role: 'admin', action: 'setup', target: '', address: context.get('address') },
    now(),
  );
  return context.json({ name: given.name, role: 'admin' });
}

async function leave(context: ServerContext): Promise<Response> {
  await leaveSession(context);
  return context.json({ ok: true });
}

/** Ends the session, on the server and in the browser. */
export async function leaveSession(context: ServerContext): Promise<void> {
  const secure = context.get('secure');
  const token = getCookie(context, cookieName(secure));
  if (token) await logOut(context.get('parts').db, token);
  deleteCookie(context, cookieName(secure), { path: '/', secure });
}

async function changePassword(context: ServerContext): Promise<Response> {
  const { db, now } = context.get('parts');
  const { name, role } = context.get('session').user;
  const given = await readJson(context, changeSchema);
  if (!given) return refuseRequest(context, 'bad-request');
  if (!isGoodPassword(given.newPassword, name)) return refuseRequest(context, 'weak-password');
  const login = await logIn(db, name, given.password, now());
  if (!login.ok) return refuseRequest(context, 'bad-login');
  await changeUser(db, name, { password: given.newPassword });
  const entry = { user: name, role, action: 'password', target: name, address: context.get('address') };
  await writeAudit(db, entry, now());
  return context.json({ ok: true });
}
