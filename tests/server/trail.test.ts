import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkTrail, writeAudit } from '../../src/server/store/audit.ts';
import { dialects, startTestServer, type TestServer } from './support.ts';

const now = new Date('2026-11-22T00:00:00Z');
const entry = (target: string) => ({
  user: 'canbo',
  role: 'officer',
  action: 'list',
  target,
  address: '127.0.0.1',
});

describe.each(dialects)('the audit trail on %s', (dialect) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer(dialect);
    await Promise.all(Array.from({ length: 30 }, (_, at) => writeAudit(server.db, entry(`${at}`), now)));
  });
  afterAll(() => server?.end());

  const faultsAfter = async (statement: string, values: (string | number)[], undo: string) => {
    await server.db.run(statement, values);
    const { faults } = await checkTrail(server.db);
    await server.db.run(undo, values);
    return faults.map(({ sequence, fault }) => `${fault} ${sequence}`);
  };

  it('is one whole chain, however many write at once', async () => {
    const { faults, entries, end } = await checkTrail(server.db);
    expect(faults).toEqual([]);
    expect([entries, end.sequence]).toEqual([30, 30]);
  });

  it('shows an edit, a move and a doctored hash by name', async () => {
    const [row] = await server.db.all<{ target: string }>('SELECT target FROM trail WHERE sequence = 7');
    expect(
      await faultsAfter(
        "UPDATE trail SET target = 'other' WHERE sequence = ?",
        [7],
        `UPDATE trail SET target = '${row!.target}' WHERE sequence = ?`,
      ),
    ).toEqual(['edited 7']);
    expect(
      await faultsAfter(
        'UPDATE trail SET sequence = 99 WHERE sequence = 9 AND ? = 1',
        [1],
        'UPDATE trail SET sequence = 9 WHERE sequence = 99 AND ? = 1',
      ),
    ).toContain('missing 9');
  });

  it('shows a deletion, a cut end, and a trail made anew against an end that was written down', async () => {
    const { end } = await checkTrail(server.db);
    await server.db.run('DELETE FROM trail WHERE sequence = 30');
    expect((await checkTrail(server.db)).faults).toEqual([{ sequence: 30, fault: 'truncated' }]);
    await server.db.run('DELETE FROM trail WHERE sequence = 12');
    expect((await checkTrail(server.db)).faults).toContainEqual({ sequence: 12, fault: 'missing' });
    await server.db.run('DELETE FROM trail');
    await server.db.run("DELETE FROM settings WHERE name = 'trail-end'");
    for (let at = 0; at < 31; at++) await writeAudit(server.db, entry(`anew ${at}`), now);
    expect((await checkTrail(server.db)).faults).toEqual([]);
    expect((await checkTrail(server.db, end)).faults).toEqual([{ sequence: 30, fault: 'not-found' }]);
  });
});
