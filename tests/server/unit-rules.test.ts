import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashKeyword } from '../../src/engine/keywords.ts';
import type { EngineTables } from '../../src/engine/tables.ts';
import { hashFile, hashText } from '../../src/rules/allowlist.ts';
import { bundledTables } from '../../src/rules/bundled.ts';
import { sha256Hex } from '../../src/signing/bytes.ts';
import { makePackFile, makePen, makeRoot, type Pen, signRoot } from '../rules/pack/signer.ts';
import { addPerson, setUpAdmin, startTestServer, type TestPerson, type TestServer } from './support.ts';

const SALT = 'c3'.repeat(16);
const KEY = 'khoa-thu-nghiem';
const MARKED = 'UBND HUYỆN AN PHÚ\nSố: 12/KH-UBND\nTUYỆT MẬT\nKẾ HOẠCH\nMã hồ sơ KPT4417.';
const FORM = `${MARKED}\n${'Mẫu phiếu này in sẵn ô trên, không ghi gì. '.repeat(8)}`;

/** A pack that knows a word of the unit, and a form that looks marked and is not. */
async function makeTables(version: string): Promise<EngineTables> {
  const until = '2999-12-31';
  return {
    ...bundledTables,
    pack: { name: 'chung', version },
    names: { 'keyword.x': 'Tên dự án của xã' },
    keywords: {
      salt: SALT,
      rules: [{ ruleId: 'keyword.x', action: 'block', hashes: [hashKeyword(SALT, 'Sao Mai 27')!] }],
    },
    allowlist: {
      salt: SALT,
      entries: [
        { kind: 'text', hash: hashText(SALT, FORM)!, until },
        { kind: 'file', hash: await hashFile(SALT, new TextEncoder().encode(FORM)), until },
      ],
    },
  };
}

describe('what the server itself judges by', () => {
  let server: TestServer;
  let admin: TestPerson;
  let pen: Pen;
  let root: ReturnType<typeof signRoot>;
  beforeAll(async () => {
    pen = await makePen();
    root = signRoot(makeRoot({ root: [pen], pack: [pen] }), [pen]);
    server = await startTestServer('sqlite', {
      packRoot: await sha256Hex(root.signed),
      scanKeys: [createHash('sha256').update(KEY).digest('hex')],
    });
    admin = await setUpAdmin(server);
  });
  afterAll(() => server?.end());

  const scan = async (body: string, type = 'text/plain') => {
    const headers = { authorization: `Bearer ${KEY}`, 'content-type': type };
    const answer = await fetch(`${server.address}/v1/scan`, { method: 'POST', body, headers });
    return (await answer.json()) as { action: string; rules: { name: string; version: string } };
  };
  const publish = async (version: number) => {
    const tables = await makeTables(String(version));
    const bytes = await makePackFile({ roots: [root], pens: [pen], tables, statement: { version } });
    return admin.call('/v1/admin/pack', { method: 'PUT', body: bytes });
  };

  it('is the bundled pack while there is no other', async () => {
    expect(await scan('Tiến độ dự án Sao Mai 27')).toMatchObject({ action: 'allow' });
    expect((await scan(FORM)).action).toBe('block');
  });

  it('is the pack that machines get, from its publication on, and is named truly', async () => {
    expect((await publish(3)).status).toBe(200);
    for (const type of ['text/plain', 'application/octet-stream']) {
      const found = await scan('Tiến độ dự án Sao Mai 27', type);
      expect([type, found.action, found.rules]).toEqual([type, 'block', { name: 'chung', version: '3' }]);
      expect((await scan(MARKED, type)).action).toBe('block');
      expect((await scan(FORM, type)).action).toBe('allow');
    }
    expect((await publish(4)).status).toBe(200);
    expect((await scan('x', 'application/octet-stream')).rules.version).toBe('4');
    expect((await fetch(`${server.address}/precheck/rules.json`)).status).toBe(401);
    const page = (await (await admin.call('/precheck/rules.json')).json()) as { tables: EngineTables };
    expect(page.tables.pack).toEqual({ name: 'chung', version: '4' });
  });

  it('names the rules of that pack to the officer who reviews, and to nobody else', async () => {
    const officer = await addPerson(server, admin, { name: 'canbo', role: 'officer' });
    const names = await officer.call('/v1/review/rules');
    expect(await names.json()).toEqual({ 'keyword.x': 'Tên dự án của xã' });
    expect((await admin.call('/v1/review/rules')).status).toBe(403);
    expect((await fetch(`${server.address}/v1/review/rules`)).status).toBe(401);
  });

  it('is also the policy for every unit', async () => {
    const before = (await scan('Tiến độ dự án Sao Mai 27')).action;
    const layer = { actions: [{ kind: 'keyword', action: 'warn' }], mode: 'block' };
    const set = await admin.call('/v1/admin/policy', { method: 'PUT', body: { unit: '*', layer } });
    expect(set.status).toBe(200);
    expect([before, (await scan('Tiến độ dự án Sao Mai 27')).action]).toEqual(['block', 'warn']);
  });

  it('is not a pack in the database that the root of trust did not sign', async () => {
    const other = await makePen();
    const foreign = signRoot(makeRoot({ root: [other], pack: [other] }), [other]);
    const tables = { ...(await makeTables('9')), markings: [] };
    const bytes = await makePackFile({ roots: [foreign], pens: [other], tables, statement: { version: 9 } });
    expect((await admin.call('/v1/admin/pack', { method: 'PUT', body: bytes })).status).not.toBe(200);
    await server.db.insert(
      'packs',
      ['id', 'etag', 'name', 'version', 'uploaded', 'by_user', 'bytes'],
      [['x', '"x"', 'chung', '9', '2099-01-01T00:00:00.000Z', 'ai do', Buffer.from(bytes)]],
    );
    const found = await scan(MARKED);
    expect([found.action, found.rules.name]).toEqual(['block', bundledTables.pack.name]);
    expect(server.log.some((line) => line.includes('"alert":"pack"'))).toBe(true);
  });
});
