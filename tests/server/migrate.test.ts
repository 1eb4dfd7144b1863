import { afterEach, describe, expect, it } from 'vitest';
import { recount } from '../../src/server/counts/recount.ts';
import { openDatabase } from '../../src/server/serve.ts';
import { checkTrail, readAudit, writeAudit } from '../../src/server/store/audit.ts';
import type { Database } from '../../src/server/store/database.ts';
import {
  dialects,
  enrol,
  incidents,
  makeDevice,
  makePlace,
  send,
  setUpAdmin,
  startTestServer,
  type TestPlace,
} from './support.ts';

const now = new Date('2026-11-22T00:00:00Z');
const said = { user: 'canbo', role: 'officer', action: 'list', target: 'mới', address: '127.0.0.1' };
const places: TestPlace[] = [];
afterEach(async () => {
  for (const place of places.splice(0)) await place.remove();
});

/** The unchained table of earlier versions, with so many entries. */
async function makeOldTable(db: Database, count: number): Promise<void> {
  const columns = ['id', 'time', 'user_name', 'role', 'action', 'target', 'address'];
  await db.run(`CREATE TABLE audit (${columns.map((each) => `${each} TEXT NOT NULL`).join(', ')})`);
  await db.transaction(async (sql) => {
    for (let at = 0; at < count; at++)
      await sql.run(`INSERT INTO audit (${columns.join(', ')}) VALUES (?, ?, ?, ?, ?, ?, ?)`, [
        `id-${String(at).padStart(6, '0')}`,
        new Date(Date.UTC(2026, 5, 1) + Math.floor(at / 2) * 1000).toISOString(),
        'canbo',
        'officer',
        'list',
        `lần ${at}`,
        '127.0.0.1',
      ]);
  });
}

describe.each(dialects)('a database of an earlier version on %s', (dialect) => {
  it('has its audit entries chained when it is opened, once, in order, by whoever opens it first', async () => {
    const place = await makePlace(dialect);
    places.push(place);
    const before = await openDatabase(place.config);
    await writeAudit(before, said, now);
    await makeOldTable(before, 1500);
    await before.close();

    const [db, other] = await Promise.all([openDatabase(place.config), openDatabase(place.config)]);
    const { faults, entries } = await checkTrail(db);
    expect([faults, entries]).toEqual([[], 1501]);
    const [newest, ...older] = await readAudit(db, 2000, '');
    expect(newest).toMatchObject(said);
    expect(older.map(({ target }) => target).sort()).toEqual(
      Array.from({ length: 1500 }, (_, at) => `lần ${at}`).sort(),
    );
    await writeAudit(db, said, now);
    expect(await checkTrail(other)).toMatchObject({ faults: [], entries: 1502 });
    await db.close();
    await other.close();
    const again = await openDatabase(place.config);
    expect((await checkTrail(again)).entries).toBe(1502);
    await again.close();
  });

  it('has every day counted anew that was counted another way', async () => {
    const server = await startTestServer(dialect);
    const admin = await setUpAdmin(server);
    const device = makeDevice();
    await enrol(server, admin, device);
    await send(server.address, device, await incidents(20));
    await recount(server.db);
    const counted = () => server.db.all('SELECT scope, day FROM daily_cubes ORDER BY scope, day');
    const days = await counted();
    await server.db.run("DELETE FROM settings WHERE name = 'counted-as'");
    await server.db.run('DELETE FROM daily_cubes');
    await server.db.run('CREATE TABLE daily_tallies (day TEXT)');

    const db = await openDatabase(server.place.config);
    await recount(db);
    await db.close();
    expect(days.length).toBeGreaterThan(1);
    expect(await counted()).toEqual(expect.arrayContaining(days));
    await expect(server.db.all('SELECT day FROM daily_tallies')).rejects.toThrow();
    await server.end();
  });
});
