import { Hono } from 'hono';
import * as z from 'zod/mini';
import { readLayer } from '../../policy/schema.ts';
import { readBody } from '../http/body.ts';
import type { ServerContext, ServerEnv } from '../http/context.ts';
import { peopleOnly } from '../http/guards.ts';
import { refuseRequest } from '../http/problem.ts';
import { checkPack, PACK_BYTES } from '../packs.ts';
import { readAudit, writeAudit } from '../store/audit.ts';
import { readCoverage } from '../store/coverage.ts';
import { createEnrolmentCode, listEnrolmentCodes, revokeDevice } from '../store/devices.ts';
import { addPack, listPacks, newestPack } from '../store/packs.ts';
import { addUser, changeUser, listUsers, roles } from '../store/people.ts';
import { readPolicy, writePolicy } from '../store/policies.ts';
import { isGoodPassword, readJson, userName } from './session.ts';

const POLICY_BODY = 256 * 1024;
const DAY = 86_400_000;

/** `*` stands for all units and can be none. */
const unit = z.string().check(z.maxLength(100), z.regex(/^[^*\n]*$/));
const codeSchema = z.strictObject({
  unit,
  uses: z.int().check(z.minimum(1), z.maximum(1_000_000)),
  days: z.int().check(z.minimum(1), z.maximum(365)),
});
const userSchema = z.strictObject({
  name: userName,
  role: z.enum(roles),
  unit,
  password: z.string().check(z.maxLength(200)),
});
const changeSchema = z.strictObject({
  name: userName,
  password: z.exactOptional(z.string().check(z.maxLength(200))),
  disabled: z.exactOptional(z.boolean()),
  role: z.exactOptional(z.enum(roles)),
  unit: z.exactOptional(unit),
});
const policySchema = z.strictObject({ unit: z.string().check(z.maxLength(100)), layer: z.unknown() });
const deviceSchema = z.strictObject({ device: z.string().check(z.regex(/^[0-9a-f]{32}$/)) });

/** What administrators and auditors do: machines, packs, policy, people, the audit trail. */
export function adminRoutes(): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>();
  const manage = peopleOnly('manage');
  app.post('/v1/admin/codes', manage, makeCode);
  app.get('/v1/admin/codes', manage, async (context) =>
    context.json(await listEnrolmentCodes(context.get('parts').db)),
  );
  app.post('/v1/admin/revoke', manage, revoke);
  app.get('/v1/admin/users', manage, async (context) =>
    context.json(await listUsers(context.get('parts').db)),
  );
  app.post('/v1/admin/users', manage, makeUser);
  app.post('/v1/admin/users/change', manage, editUser);
  app.get('/v1/admin/policy', manage, showPolicy);
  app.put('/v1/admin/policy', manage, setPolicy);
  app.get('/v1/admin/packs', manage, showPacks);
  app.put('/v1/admin/pack', manage, takePack);
  app.get('/v1/coverage', peopleOnly('coverage'), showCoverage);
  app.get('/v1/audit', peopleOnly('audit.read'), showAudit);
  return app;
}

/** Writes down that the person of this session did or saw something. */
export async function noteAction(context: ServerContext, action: string, target: string): Promise<void> {
  const { db, now } = context.get('parts');
  const { name: user, role } = context.get('session').user;
  await writeAudit(db, { user, role, action, target, address: context.get('address') }, now());
}

async function makeCode(context: ServerContext): Promise<Response> {
  const { db, now } = context.get('parts');
  const given = await readJson(context, codeSchema);
  if (!given) return refuseRequest(context, 'bad-request');
  const expires = new Date(now().getTime() + given.days * DAY).toISOString();
  const by = context.get('session').user.name;
  const code = await createEnrolmentCode(db, { unit: given.unit, uses: given.uses, expires, by, now: now() });
  await noteAction(context, 'code', `${given.unit} × ${given.uses}`);
  return context.json({ code, expires });
}

async function revoke(context: ServerContext): Promise<Response> {
  const { db, now } = context.get('parts');
  const given = await readJson(context, deviceSchema);
  if (!given) return refuseRequest(context, 'bad-request');
  if (!(await revokeDevice(db, given.device, now()))) return refuseRequest(context, 'not-found');
  await noteAction(context, 'revoke', given.device);
  return context.json({ ok: true });
}

async function makeUser(context: ServerContext): Promise<Response> {
  const { db, now } = context.get('parts');
  const given = await readJson(context, userSchema);
  if (!given) return refuseRequest(context, 'bad-request');
  if (!isGoodPassword(given.password, given.name)) return refuseRequest(context, 'weak-password');
  if (!(await addUser(db, given, now()))) return refuseRequest(context, 'name-taken');
  await noteAction(context, 'user', `${given.name}: ${given.role}`);
  return context.json({ ok: true });
}

async function editUser(context: ServerContext): Promise<Response> {
  const { db } = context.get('parts');
  const given = await readJson(context, changeSchema);
  if (!given) return refuseRequest(context, 'bad-request');
  const { name, ...change } = given;
  if (change.password !== undefined && !isGoodPassword(change.password, name))
    return refuseRequest(context, 'weak-password');
  if (!(await changeUser(db, name, change))) return refuseRequest(context, 'not-found');
  await noteAction(context, 'user-change', `${name}: ${Object.keys(change).join(', ')}`);
  return context.json({ ok: true });
}

async function showPolicy(context: ServerContext): Promise<Response> {
  const policy = await readPolicy(context.get('parts').db, context.req.query('unit') ?? '*');
  return context.json({ layer: policy ? JSON.parse(policy.layer) : {}, etag: policy?.etag ?? null });
}

async function setPolicy(context: ServerContext): Promise<Response> {
  const { db, now } = context.get('parts');
  const given = await readJson(context, policySchema, POLICY_BODY);
  if (!given) return refuseRequest(context, 'bad-request');
  const { layer, problems } = readLayer(given.layer);
  if (problems.length > 0) return refuseRequest(context, 'bad-policy', { problems });
  const by = context.get('session').user.name;
  const etag = await writePolicy(db, { unit: given.unit, layer, by }, now());
  await noteAction(context, 'policy', `${given.unit}: ${Object.keys(layer).join(', ')}`);
  return context.json({ etag });
}

async function showPacks(context: ServerContext): Promise<Response> {
  const packs = await listPacks(context.get('parts').db);
  return context.json(
    packs.map(({ name, version, uploaded, by, etag }) => ({ name, version, uploaded, by, etag })),
  );
}

async function takePack(context: ServerContext): Promise<Response> {
  const { db, now, config } = context.get('parts');
  const bytes = await readBody(context.req.raw, PACK_BYTES);
  if (!bytes) return refuseRequest(context, 'too-large');
  const inUse = await newestPack(db);
  const checked = await checkPack(bytes, (await inUse?.read()) ?? null, config.packRoot ?? null, now());
  if (!checked.ok) return refuseRequest(context, 'bad-pack', { problem: checked.problem });
  const by = context.get('session').user.name;
  const { name, version } = checked.statement;
  const etag = await addPack(db, { bytes, name, version, by }, now());
  await noteAction(context, 'pack', `${name} ${version}`);
  return context.json({ name, version, etag });
}

async function showCoverage(context: ServerContext): Promise<Response> {
  const { db, now, config } = context.get('parts');
  const { user } = context.get('session');
  const query = context.req.query();
  const coverage = await readCoverage(
    db,
    {
      unit: user.unit === '' ? (query.unit ?? '') : user.unit,
      state: query.state ?? '',
      after: query.after ?? '',
    },
    { now: now(), silentHours: config.silentHours },
  );
  await noteAction(context, 'coverage', query.unit ?? '');
  return context.json(coverage);
}

async function showAudit(context: ServerContext): Promise<Response> {
  const { db } = context.get('parts');
  const { before = '' } = context.req.query();
  const entries = await readAudit(db, 200, before);
  await noteAction(context, 'audit', before);
  return context.json(entries);
}
