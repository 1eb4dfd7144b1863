import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import * as z from 'zod/mini';
import { linkRecord, type Unlinked } from '../incidents/chain.ts';
import { logRecordSchema } from '../incidents/schema.ts';
import type { LogRecord } from '../incidents/types.ts';
import { matchesHost } from '../policy/sites.ts';
import type { ServerConfig } from './config.ts';
import { readBody } from './http/body.ts';
import type { ServerContext, ServerEnv } from './http/context.ts';
import { refuseRequest } from './http/problem.ts';
import { limitRate } from './http/rate-limit.ts';
import type { FreshRecord } from './intake/compare.ts';
import { readForm } from './intake/read-record.ts';
import { storeRecords } from './intake/store-records.ts';
import { isSameToken } from './secrets.ts';
import type { Database, Sql } from './store/database.ts';
import { insertDevice } from './store/devices.ts';

const BODY = 1024 * 1024;
const schema = z.object({
  siteKey: z.string().check(z.maxLength(200)),
  records: z.array(z.record(z.string(), z.unknown())).check(z.maxLength(200)),
});

/** A system whose pages carry the plug-in. */
export type Site = NonNullable<ServerConfig['sites']>[number];

/**
 * Incidents from pages that carry the plug-in. Browsers there have no key of their own, so the site's key and the origin
 * that the browser states say whence they come; a record is stored once, however often it is sent.
 */
export function pluginRoutes(): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>();
  const perAddress = limitRate({ burst: 60, perMinute: 120 }, (context) => context.get('address'));
  app.post('/v1/plugin/incidents', perAddress, takePluginIncidents);
  return app;
}

async function takePluginIncidents(context: ServerContext): Promise<Response> {
  const { db, now, config, metrics } = context.get('parts');
  const origin = context.req.header('origin') ?? '';
  const host = URL.parse(origin)?.hostname ?? '';
  const body = await readBody(context.req.raw, BODY);
  if (!body) return refuseRequest(context, 'too-large');
  const read = schema.safeParse(parse(body));
  if (!read.success) return refuseRequest(context, 'bad-request');
  const key = createHash('sha256').update(read.data.siteKey).digest('hex');
  const site = config.sites?.find((one) => isSameToken(one.key, key));
  if (!site) return refuseRequest(context, 'unauthorised');
  if (!matchesHost(host, site.hosts)) return refuseRequest(context, 'forbidden');
  // The page waits for the answer: without leave to read it, it would send the same again and again.
  context.header('Access-Control-Allow-Origin', origin);
  context.header('Vary', 'Origin');
  const { taken, refused } = await storeForSite(db, site, read.data.records, now());
  metrics.count('records_taken', taken);
  return context.json({ taken, refused });
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return null;
  }
}

/** Gives the records their places in the site's own chain. What is no record, or of another site, is not kept. */
function storeForSite(
  db: Database,
  site: Site,
  records: readonly Readonly<Record<string, unknown>>[],
  now: Date,
): Promise<{ taken: number; refused: number }> {
  const device = createHash('sha256').update(`site:${site.name}`).digest('hex').slice(0, 32);
  return db.transaction(async (sql) => {
    await addSite(sql, device, site, now);
    const [tail] = await sql.all<{ sequence: number; hash: string; epoch: number }>(
      `SELECT sequence, hash, epoch FROM tails WHERE device = ?${db.forUpdate}`,
      [device],
    );
    let last = tail!.sequence === 0 ? undefined : { ...tail!, previous: '' };
    const fresh: FreshRecord[] = [];
    const ids = new Set<string>();
    let refused = 0;
    for (const each of records) {
      const record = readRecord(await linkRecord(each as unknown as Unlinked, last), site);
      if (!record) refused += 1;
      else if (!(await isStored(sql, device, record)) && !ids.has(record.id)) {
        fresh.push({ ...readForm(record, record.hash, JSON.stringify(record)), epoch: tail!.epoch });
        ids.add(record.id);
        last = { ...record, epoch: tail!.epoch };
      }
    }
    const newest = fresh.at(-1);
    if (newest) {
      await storeRecords(sql, { device, unit: site.unit }, fresh, { inOrder: true, now });
      await sql.run(
        'UPDATE tails SET sequence = ?, hash = ?, time = ?, records = records + ? WHERE device = ?',
        [newest.sequence, newest.hash, newest.time, fresh.length, device],
      );
    }
    await sql.run('UPDATE devices SET seen = ? WHERE device = ?', [now.toISOString(), device]);
    return { taken: fresh.length, refused };
  });
}

function readRecord(linked: LogRecord, { hosts }: Site): LogRecord | null {
  const { data } = logRecordSchema.safeParse(linked);
  if (!data) return null;
  if ('disposition' in data) return matchesHost(data.destination.site, hosts) ? data : null;
  return 'answer' in data ? data : null;
}

async function isStored(sql: Sql, device: string, record: LogRecord): Promise<boolean> {
  const subject = 'answer' in record ? record.incidentId : record.id;
  const rows = await sql.all<{ body: string }>('SELECT body FROM records WHERE device = ? AND subject = ?', [
    device,
    subject,
  ]);
  return rows.some(({ body }) => (JSON.parse(body) as LogRecord).id === record.id);
}

/** A site stands among the devices, without a key of its own. */
async function addSite(sql: Sql, device: string, { name, unit }: Site, now: Date): Promise<void> {
  const time = now.toISOString();
  await insertDevice(sql, { device, publicKey: '', name, unit, guard: 'on' }, time);
  await sql.insert(
    'tails',
    ['device', 'hash', 'time', 'sequence', 'epoch', 'records'],
    [[device, '0'.repeat(64), '', 0, 1, 0]],
  );
}
