import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  callAsDevice,
  chain,
  dialects,
  enrol,
  incident,
  incidents,
  makeDevice,
  post,
  send,
  sendRaw,
  setUpAdmin,
  startTestServer,
  type TestDevice,
  type TestPerson,
  type TestServer,
} from './support.ts';

describe.each(dialects)('intake on %s', (dialect) => {
  let server: TestServer;
  let admin: TestPerson;
  beforeAll(async () => {
    server = await startTestServer(dialect);
    admin = await setUpAdmin(server);
  });
  afterAll(() => server?.end());

  const newDevice = async (): Promise<TestDevice> => {
    const device = makeDevice();
    await enrol(server, admin, device);
    return device;
  };
  const stored = (device: TestDevice) =>
    server.db.all<{ sequence: number; hash: string }>(
      'SELECT sequence, hash FROM records WHERE device = ? ORDER BY sequence, hash',
      [device.device],
    );
  const faults = async (device: TestDevice) =>
    (
      await server.db.all<{ fault: string; first: number; last: number; settled: string }>(
        'SELECT fault, first, last, settled FROM faults WHERE device = ? ORDER BY fault, first',
        [device.device],
      )
    ).map(({ fault, first, last, settled }) => `${fault} ${first}-${last}${settled ? ' settled' : ''}`);

  it('keeps a batch once, however often it comes', async () => {
    const device = await newDevice();
    const log = await incidents(20);
    expect(await send(server.address, device, log)).toEqual({
      taken: 20,
      known: 0,
      allowed: null,
      refused: [],
      through: 20,
      missing: [],
    });
    expect(await send(server.address, device, log)).toMatchObject({ taken: 0, known: 20, through: 20 });
    expect(await stored(device)).toHaveLength(20);
    expect(await faults(device)).toEqual([]);
  });

  it('takes overlapping batches from several calls at once without doubling', async () => {
    const device = await newDevice();
    const log = await incidents(60);
    const pieces = [log.slice(0, 30), log.slice(10, 45), log.slice(20, 60), log, log.slice(0, 5)];
    await Promise.all(pieces.map((piece) => send(server.address, device, piece)));
    await send(server.address, device, log);
    expect((await stored(device)).map(({ sequence }) => sequence)).toEqual(
      log.map(({ sequence }) => sequence),
    );
    expect((await faults(device)).filter((fault) => !fault.endsWith('settled'))).toEqual([]);
  });

  it('notes a gap, keeps what came after it, and settles it when the rest comes', async () => {
    const device = await newDevice();
    const log = await incidents(10);
    await send(server.address, device, log.slice(0, 3));
    const receipt = await send(server.address, device, log.slice(6));
    expect(receipt).toMatchObject({ taken: 4, through: 10, missing: [{ first: 4, last: 6 }] });
    expect(await faults(device)).toEqual(['missing 4-6']);
    expect(await send(server.address, device, log.slice(3, 6))).toMatchObject({ taken: 3, missing: [] });
    expect(await faults(device)).toEqual(['missing 4-6 settled']);
  });

  it('names an edited record and keeps it apart from the true one', async () => {
    const device = await newDevice();
    const log = await incidents(5);
    const edited = log.map((record) =>
      record.sequence === 3 ? { ...record, time: '2026-10-01T09:00:00.000Z' } : record,
    );
    await send(server.address, device, edited);
    expect(await faults(device)).toContain('edited 3-3');
    await send(server.address, device, log);
    expect((await stored(device)).filter(({ sequence }) => sequence === 3)).toHaveLength(2);
  });

  it('names two histories of one device and keeps both', async () => {
    const device = await newDevice();
    const shared = await incidents(5);
    const ours = await chain([incident(100), incident(101)], shared.at(-1));
    const theirs = await chain([incident(200), incident(201)], shared.at(-1));
    await send(server.address, device, [...shared, ...ours]);
    expect(await send(server.address, device, theirs)).toMatchObject({ taken: 2 });
    expect(await faults(device)).toEqual(['cloned 6-6', 'cloned 7-7']);
    expect(await stored(device)).toHaveLength(9);
  });

  it('names records that were moved', async () => {
    const device = await newDevice();
    const log = await incidents(6);
    const other = await incidents(6, 50);
    await send(server.address, device, [...log.slice(0, 3), ...other.slice(3)]);
    expect(await faults(device)).toEqual(['out-of-place 4-4']);
  });

  it('names a clock that went back and one far ahead', async () => {
    const device = await newDevice();
    const back = await chain([
      incident(1),
      incident(2, { time: '2020-01-01T00:00:00.000Z' }),
      incident(3, { time: '2099-01-01T00:00:00.000Z' }),
    ]);
    await send(server.address, device, back);
    expect(await faults(device)).toEqual(['clock-ahead 3-3', 'clock-moved-back 2-2']);
  });

  it('names a log that ends earlier than it did', async () => {
    const device = await newDevice();
    const log = await incidents(8);
    await send(server.address, device, log);
    const beat = (tail: { sequence: number; hash: string }) =>
      callAsDevice(server.address, device, '/v1/heartbeat', {
        body: JSON.stringify({ productVersion: '0.1.0', packVersion: '3', guard: 'on', tail }),
      });
    const whole = await beat({ sequence: 8, hash: log[7]!.hash });
    expect(await whole.json()).toMatchObject({ through: 8, missing: [] });
    expect(await faults(device)).toEqual([]);
    await beat({ sequence: 5, hash: log[4]!.hash });
    expect(await faults(device)).toEqual(['truncated 6-8']);
    await beat({ sequence: 5, hash: 'a'.repeat(64) });
    expect(await faults(device)).toEqual(['cloned 5-5', 'truncated 6-8']);
  });

  it('refuses lines that are no record and keeps nothing of them', async () => {
    const device = await newDevice();
    const [first, second] = await incidents(2);
    const receipt = await send(server.address, device, [
      first,
      { ...second, title: 'Đề thi tốt nghiệp' },
      { secret: 'noi dung mat' },
    ]);
    expect(receipt).toMatchObject({ taken: 1, refused: [2, 3] });
    const everything = JSON.stringify(await server.db.all('SELECT * FROM records'));
    expect(everything).not.toMatch(/tốt nghiệp|noi dung/);
  });

  it('refuses devices that are unknown, revoked, badly signed or badly timed', async () => {
    const log = await incidents(1);
    const stranger = await sendRaw(server.address, makeDevice(), log);
    expect(stranger.status).toBe(401);
    const device = await newDevice();
    const other = makeDevice();
    const forged = await sendRaw(server.address, { ...other, device: device.device }, log);
    expect(forged.status).toBe(401);
    const late = await callAsDevice(server.address, device, '/v1/heartbeat', {
      body: '{}',
      time: new Date(Date.now() - 3_600_000),
    });
    expect(late.status).toBe(401);
    expect(await late.json()).toMatchObject({ error: 'clock', now: expect.any(String) });
    expect((await admin.call('/v1/admin/revoke', { body: { device: device.device } })).status).toBe(200);
    expect((await sendRaw(server.address, device, log)).status).toBe(403);
    expect(await stored(device)).toEqual([]);
  });

  it('enrols with a code as often as the code allows, and a known device again for nothing', async () => {
    const made = await admin.call('/v1/admin/codes', { body: { unit: 'Khoa A', uses: 2, days: 1 } });
    const { code } = (await made.json()) as { code: string };
    const call = (device: TestDevice) =>
      callAsDevice(server.address, device, '/v1/enrol', {
        body: JSON.stringify({ code: code.toLowerCase(), publicKey: device.publicKey, deviceName: 'x' }),
      });
    const [a, b, c] = [makeDevice(), makeDevice(), makeDevice()];
    const statuses = [];
    for (const device of [a, a, b, c]) statuses.push((await call(device)).status);
    expect(statuses).toEqual([200, 200, 200, 403]);
    server.clock.ahead = 2 * 86_400_000;
    expect((await post(server.address, '/v1/enrol', {})).status).toBe(400);
    server.clock.ahead = 0;
  });

  it('refuses a bomb and a body that is too large', async () => {
    const device = await newDevice();
    const { gzipSync } = await import('node:zlib');
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(64 * 1024 * 1024)));
    const answer = await callAsDevice(server.address, device, '/v1/incidents', { body: bomb });
    expect(answer.status).toBe(400);
    const large = await callAsDevice(server.address, device, '/v1/incidents', {
      body: new Uint8Array(4 * 1024 * 1024 + 1),
    });
    expect(large.status).toBe(413);
  });
});
