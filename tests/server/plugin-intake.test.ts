import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyChain } from '../../src/incidents/chain.ts';
import type { LogRecord } from '../../src/incidents/types.ts';
import { dialects, startTestServer, type TestServer } from './support.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const KEY = 'khoa-cua-trang';
const ORIGIN = 'https://eoffice.anphu.gov.vn';

const incident = (id: string, site = 'eoffice.anphu.gov.vn') => ({
  id,
  time: '2026-01-05T10:00:00.000Z',
  channel: 'paste',
  destination: { site, frame: site },
  disposition: 'blocked',
  level: 'mat',
  items: [
    {
      kind: 'text',
      mediaType: 'text/plain',
      size: 9,
      action: 'block',
      level: 'mat',
      outcome: 'scanned',
      fingerprint: '',
      findings: [],
    },
  ],
  packVersion: '1',
  productVersion: '1',
});
const answer = (incidentId: string) => ({
  id: `${incidentId}/false-alarm`,
  incidentId,
  time: '2026-01-05T10:01:00.000Z',
  answer: 'false-alarm',
  reason: null,
  reasonDropped: false,
});

describe.each(dialects)('incidents from pages with the plug-in (%s)', (dialect) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer(dialect, {
      sites: [{ name: 'E-Office', unit: 'UBND', key: sha256(KEY), hosts: ['*.anphu.gov.vn'] }],
      scanKeys: [sha256('khoa-quet')],
    });
  });
  afterAll(async () => server?.end());

  const send = (records: unknown, { key = KEY, origin = ORIGIN } = {}) =>
    fetch(`${server.address}/v1/plugin/incidents`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain;charset=utf-8', origin },
      body: JSON.stringify({ siteKey: key, records }),
    });
  const stored = async () =>
    (await server.db.all<{ body: string }>('SELECT body FROM records ORDER BY sequence')).map(
      ({ body }) => JSON.parse(body) as LogRecord,
    );

  it('are stored once, however often and however many at a time they are sent, in a chain that holds', async () => {
    const batches = Array.from({ length: 6 }, (_, i) => [incident(`a${i}`), incident('a0'), answer(`a${i}`)]);
    const responses = await Promise.all([...batches, ...batches].map((batch) => send(batch)));
    for (const response of responses) {
      expect(response.status).toBe(200);
      expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    }
    const records = await stored();
    expect(records.map(({ id }) => id).sort()).toEqual(
      Array.from({ length: 6 }, (_, i) => [`a${i}`, `a${i}/false-alarm`]).flat(),
    );
    expect(await verifyChain(records, undefined)).toEqual([]);
  });

  it('are refused without the right key, from another origin, and where they are no records', async () => {
    const before = (await stored()).length;
    expect((await send([incident('b')], { key: 'sai' })).status).toBe(401);
    expect((await send([incident('b')], { origin: 'https://xau.example.com' })).status).toBe(403);
    expect((await send('x')).status).toBe(400);
    const odd = [
      incident('b', 'xau.example.com'),
      { ...incident('b'), title: 'TUYỆT MẬT' },
      { ...incident('b'), items: [{ ...incident('b').items[0], name: 'ke-hoach.docx' }] },
      { sequence: 1 },
    ];
    expect(await (await send(odd)).json()).toEqual({ taken: 0, refused: 4 });
    expect(await stored()).toHaveLength(before);
  });

  it('stand beside the scan API, which the same server gives to keys it knows', async () => {
    const scan = (key: string) =>
      fetch(`${server.address}/v1/scan`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'text/plain' },
        body: 'UBND HUYỆN AN PHÚ\nSố: 12/KH-UBND\nTUYỆT MẬT\nKẾ HOẠCH',
      });
    expect((await scan('sai')).status).toBe(401);
    expect(await (await scan('khoa-quet')).json()).toMatchObject({ action: 'block' });
    expect((await fetch(`${server.address}/v1/openapi.json`)).status).toBe(200);
    expect(server.log.join('\n')).not.toMatch(/TUYỆT|khoa-/);
  });
});
