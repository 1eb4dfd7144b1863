import { describe, expect, it } from 'vitest';
import { bucketsOf, periodAround } from '../../src/incidents/period.ts';
import { readCounts } from '../../src/server/counts/counts.ts';
import { recount } from '../../src/server/counts/recount.ts';
import { readBatch } from '../../src/server/intake/read-batch.ts';
import { takeBatch } from '../../src/server/intake/take-batch.ts';
import { openDatabase } from '../../src/server/serve.ts';
import { readBackup, writeBackup } from '../../src/server/store/backup.ts';
import { ensurePartitions, openPostgres } from '../../src/server/store/postgres.ts';
import { prune } from '../../src/server/store/retention.ts';
import { listIncidents } from '../../src/server/store/review-page.ts';
import { canonicalJson } from '../../src/signing/canonical-json.ts';
import {
  dialects,
  enrol,
  incidents,
  logInAs,
  makeDevice,
  makePlace,
  send,
  setUpAdmin,
  startTestServer,
} from './support.ts';

describe.each(dialects)('the database on %s', (dialect) => {
  it('takes transaction after transaction from one caller, and many at once', async () => {
    const place = await makePlace(dialect);
    const db = await openDatabase(place.config);
    for (let at = 0; at < 50; at++) await db.insert('settings', ['name', 'value'], [[`one ${at}`, 'x']]);
    await Promise.all(
      Array.from({ length: 50 }, (_, at) => db.insert('settings', ['name', 'value'], [[`many ${at}`, 'x']])),
    );
    const failing = db.transaction(async (sql) => {
      await sql.insert('settings', ['name', 'value'], [['never', 'x']]);
      throw new Error('no');
    });
    const beside = db.insert('settings', ['name', 'value'], [['beside', 'x']]);
    await expect(failing).rejects.toThrow('no');
    await beside;
    const names = await db.all<{ name: string }>(
      "SELECT name FROM settings WHERE name NOT IN ('trail-end', 'counted-as')",
    );
    expect(names).toHaveLength(101);
    await db.close();
    await place.remove();
  });

  it.each(dialects)(
    'goes by backup into an empty %s, everything the same, and nothing of a damaged file',
    async (target) => {
      const server = await startTestServer(dialect);
      const admin = await setUpAdmin(server);
      const device = makeDevice();
      await enrol(server, admin, device);
      await send(server.address, device, await incidents(150));
      const file = `${server.place.config.data}/backup.gz`;
      expect(await writeBackup(server.db, file)).toBeGreaterThan(150);
      const place = await makePlace(target);
      const { readFileSync, writeFileSync } = await import('node:fs');
      const bytes = readFileSync(file);
      writeFileSync(`${file}.cut`, bytes.subarray(0, bytes.length - 40));
      const db = await openDatabase(place.config);
      await expect(readBackup(db, `${file}.cut`)).rejects.toThrow('damaged');
      expect(await db.all('SELECT device FROM devices')).toEqual([]);
      await readBackup(db, file);
      for (const table of ['records', 'devices', 'users', 'tails', 'trail']) {
        const order = {
          records: 'sequence',
          devices: 'device',
          users: 'name',
          tails: 'device',
          trail: 'sequence',
        }[table];
        const read = (from: typeof db) => from.all(`SELECT * FROM ${table} ORDER BY ${order}`);
        const plain = (rows: object[]) => JSON.parse(JSON.stringify(rows));
        expect(plain(await read(db)), table).toEqual(plain(await read(server.db)));
      }
      await expect(readBackup(db, file)).rejects.toThrow('notEmpty');
      await db.close();
      await place.remove();
      expect(await logInAs(server.address, 'quantri')).toBeDefined();
      await server.end();
    },
  );

  it('forgets what is older than retention says, and the chain goes on', async () => {
    const server = await startTestServer(dialect);
    const device = makeDevice();
    await enrol(server, await setUpAdmin(server), device);
    const log = await incidents(100);
    await send(server.address, device, log.slice(0, 90));
    await prune(server.db, 1, new Date('2026-10-02T03:00:00.000Z'));
    const left = await server.db.all<{ sequence: number }>('SELECT sequence FROM records ORDER BY sequence');
    expect(left[0]!.sequence).toBe(60);
    expect(await send(server.address, device, log.slice(90))).toMatchObject({ taken: 10, missing: [] });
    await server.end();
  });
});

describe.skipIf(!dialects.includes('postgres'))('an engine without partitions', () => {
  it('takes batches, counts, lists and forgets like any other', async () => {
    const place = await makePlace('postgres');
    const db = await openPostgres(place.config.database!, { partitions: false });
    const { device } = makeDevice();
    const log = await incidents(100);
    await db.insert(
      'tails',
      ['device', 'hash', 'time', 'sequence', 'epoch', 'records'],
      [[device, '0'.repeat(64), '', 0, 1, 0]],
    );
    const batch = await readBatch(log.map((record) => canonicalJson(record)).join('\n'), device);
    const now = new Date('2026-10-02T03:00:00.000Z');
    expect(await takeBatch(db, { device, unit: 'Văn phòng' }, batch, now)).toMatchObject({
      taken: 100,
      missing: [],
    });
    expect(await takeBatch(db, { device, unit: 'Văn phòng' }, batch, now)).toMatchObject({
      taken: 0,
      known: 100,
    });
    await recount(db);
    const year = periodAround('reporting-year', now);
    expect((await readCounts(db, year, bucketsOf(year))).incidents).toBe(100);
    expect((await listIncidents(db, year, null, 30))!.rows).toHaveLength(30);
    await ensurePartitions(db, now);
    expect(await prune(db, 1, now)).toBeGreaterThan(0);
    await db.close();
    await place.remove();
  });
});
