import { Hono } from 'hono';
import * as z from 'zod/mini';
import { deviceOf, isSignedRequest, isTimely, readClaim } from '../device-auth.ts';
import { readBody } from '../http/body.ts';
import type { ServerContext, ServerEnv } from '../http/context.ts';
import { deviceOnly, signedPart } from '../http/guards.ts';
import { refuseRequest } from '../http/problem.ts';
import { limitRate } from '../http/rate-limit.ts';
import { noteTail } from '../intake/note-tail.ts';
import { takeBatch } from '../intake/take-batch.ts';
import { readAllowed } from '../store/allowed.ts';
import { enrolDevice, noteHeartbeat } from '../store/devices.ts';
import { newestPack } from '../store/packs.ts';
import { readPolicy } from '../store/policies.ts';
import { streamPackEvents } from './pack-events.ts';

const ENROL_BODY = 4096;

const version = z.string().check(z.regex(/^[\w.+-]{0,60}$/));
const enrolSchema = z.strictObject({
  code: z.string().check(z.minLength(4), z.maxLength(100)),
  publicKey: z.string().check(z.regex(/^[\w-]{87}$/)),
  deviceName: z.string().check(z.maxLength(100)),
});
const beatSchema = z.strictObject({
  productVersion: version,
  packVersion: version,
  guard: z.enum(['on', 'watch', 'warn', 'off']),
  tail: z.strictObject({
    sequence: z.int().check(z.minimum(0)),
    hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  }),
});

/** What enrolled machines call. Everything but enrolment itself is signed by the device's key. */
export function deviceRoutes(): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>();
  app.post(
    '/v1/enrol',
    limitRate({ burst: 60, perMinute: 120 }, (context) => context.get('address')),
    enrol,
  );
  const perDevice = limitRate({ burst: 120, perMinute: 240 }, (context) => context.get('device').device);
  app.post('/v1/incidents', deviceOnly, perDevice, takeIncidents);
  app.post('/v1/heartbeat', deviceOnly, perDevice, takeHeartbeat);
  app.get('/v1/pack', deviceOnly, perDevice, sendPack);
  app.get('/v1/pack/events', deviceOnly, perDevice, streamPackEvents);
  app.get('/v1/policy', deviceOnly, perDevice, sendPolicy);
  app.get('/v1/allowed', deviceOnly, perDevice, sendAllowed);
  return app;
}

async function enrol(context: ServerContext): Promise<Response> {
  const { db, now } = context.get('parts');
  const body = await readBody(context.req.raw, ENROL_BODY);
  if (!body) return refuseRequest(context, 'too-large');
  const read = enrolSchema.safeParse(parse(new TextDecoder().decode(body)));
  const claim = readClaim(context.req.header('authorization') ?? '');
  if (!read.success || !claim) return refuseRequest(context, 'bad-request');
  const { code, publicKey, deviceName: name } = read.data;
  const moment = now();
  if (!isTimely(claim, moment)) return refuseRequest(context, 'clock', { now: moment.toISOString() });
  // Whoever enrols a key must hold its private half.
  const device = deviceOf(publicKey);
  if (device === null || device !== claim.device) return refuseRequest(context, 'bad-request');
  if (!isSignedRequest(signedPart(context, body), claim, publicKey))
    return refuseRequest(context, 'unauthorised');
  const enrolled = await enrolDevice(db, { device, publicKey, name, code, now: moment });
  if (!enrolled) return refuseRequest(context, 'bad-code');
  return context.json({ device, unit: enrolled.unit });
}

async function takeIncidents(context: ServerContext): Promise<Response> {
  const { db, now, metrics, batches } = context.get('parts');
  const device = context.get('device');
  const batch = await db.announce(batches.read(context.get('body'), device.device));
  if (batch === null) return refuseRequest(context, 'bad-request');
  const receipt = await takeBatch(db, device, batch, now());
  metrics.count('records_taken', receipt.taken);
  metrics.count('records_known', receipt.known);
  metrics.count('records_refused', receipt.refused.length);
  // A person who tries again after a false alarm was judged is not kept waiting for the next heartbeat.
  const allowed = await readAllowed(db, device.device);
  return context.json({ ...receipt, allowed: allowed?.etag ?? null });
}

async function takeHeartbeat(context: ServerContext): Promise<Response> {
  const { db, now } = context.get('parts');
  const { device, unit } = context.get('device');
  const read = beatSchema.safeParse(parse(new TextDecoder().decode(context.get('body'))));
  if (!read.success) return refuseRequest(context, 'bad-request');
  const moment = now();
  const { tail, ...beat } = read.data;
  await noteHeartbeat(db, device, beat, moment);
  const known = await noteTail(db, device, tail, moment);
  const [pack, policy, allowed] = await Promise.all([
    newestPack(db),
    readPolicy(db, unit),
    readAllowed(db, device),
  ]);
  const etags = { pack: pack?.etag ?? null, policy: policy?.etag ?? null, allowed: allowed?.etag ?? null };
  return context.json({ ...known, ...etags });
}

async function sendPack(context: ServerContext): Promise<Response> {
  const { db } = context.get('parts');
  const pack = await newestPack(db);
  if (!pack) return refuseRequest(context, 'not-found');
  context.header('ETag', pack.etag);
  context.header('Cache-Control', 'no-cache');
  if (context.req.header('if-none-match') === pack.etag) return context.body(null, 304);
  const bytes = await pack.read();
  return context.body(bytes, 200, { 'Content-Type': 'application/json' });
}

async function sendPolicy(context: ServerContext): Promise<Response> {
  const { db } = context.get('parts');
  const policy = await readPolicy(db, context.get('device').unit);
  if (!policy) return refuseRequest(context, 'not-found');
  context.header('ETag', policy.etag);
  context.header('Cache-Control', 'no-cache');
  if (context.req.header('if-none-match') === policy.etag) return context.body(null, 304);
  return context.body(policy.layer, 200, { 'Content-Type': 'application/json' });
}

async function sendAllowed(context: ServerContext): Promise<Response> {
  const { db } = context.get('parts');
  const allowed = await readAllowed(db, context.get('device').device);
  if (!allowed) return refuseRequest(context, 'not-found');
  context.header('ETag', allowed.etag);
  context.header('Cache-Control', 'no-cache');
  return context.json(allowed.entries);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
