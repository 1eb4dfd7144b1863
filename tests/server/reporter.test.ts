import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReporter, type ReportTools } from '../../src/background/upload.ts';
import {
  type DeviceKey,
  describeDevice,
  makeDeviceKey,
  signStatement,
} from '../../src/incidents/device-key.ts';
import type { Checkpoint, LogRecord } from '../../src/incidents/types.ts';
import { bundledPolicy } from '../../src/policy/bundled.ts';
import {
  addPerson,
  chain,
  dialects,
  incident,
  incidents,
  setUpAdmin,
  startTestServer,
  type TestPerson,
  type TestServer,
} from './support.ts';

const DAY = 86_400_000;

describe.each(dialects)('the reporter against a server on %s', (dialect) => {
  let server: TestServer;
  let admin: TestPerson;
  beforeAll(async () => {
    server = await startTestServer(dialect);
    admin = await setUpAdmin(server);
  });
  afterAll(() => server?.end());

  const makeMachine = async (changes: Partial<ReportTools> = {}) => {
    const made = await admin.call('/v1/admin/codes', { body: { unit: 'Văn phòng', uses: 1, days: 7 } });
    const { code } = (await made.json()) as { code: string };
    const key: DeviceKey = await makeDeviceKey();
    const machine = {
      device: (await describeDevice(key)).device,
      log: [] as LogRecord[],
      checkpoints: [] as Checkpoint[],
      ahead: 0,
      state: undefined as unknown,
      layer: undefined as unknown,
      allowed: undefined as unknown,
      network: true,
      requests: 0,
      policy: { ...bundledPolicy, server: server.address, enrolmentCode: code, deviceName: 'may-07' },
      async stored() {
        return server.db.all<{ sequence: number }>(
          'SELECT sequence FROM records WHERE device = ? ORDER BY epoch, sequence',
          [machine.device],
        );
      },
    };
    const tools: ReportTools = {
      store: {
        async read(limit, before) {
          const newest = machine.log.at(-1)?.sequence ?? 0;
          const end = Math.min(before ?? newest + 1, newest + 1);
          return machine.log.filter(({ sequence }) => sequence >= end - limit && sequence < end);
        },
        statements: async () => ({ checkpoints: machine.checkpoints, tombstones: [] }),
        deviceKey: async () => key,
      },
      readPolicy: async () => machine.policy,
      fetch(address, init) {
        machine.requests += 1;
        if (!machine.network) return Promise.reject(new TypeError('offline'));
        return fetch(address, init);
      },
      now: () => new Date(Date.now() + machine.ahead),
      readState: async () => machine.state,
      async writeState(state) {
        machine.state = structuredClone(state);
      },
      wakeAt: async () => undefined,
      productVersion: '0.1.0',
      packVersion: async () => '3',
      storeServerLayer: async (layer) => {
        machine.layer = layer;
      },
      storeAllowed: async (list) => {
        machine.allowed = list;
      },
      ...changes,
    };
    return { machine, key, reporter: createReporter(tools) };
  };

  it('enrols, sends the log with its checkpoint, and says how it stands', async () => {
    const { machine, key, reporter } = await makeMachine();
    machine.log = await incidents(700);
    const tail = machine.log.at(-1)!;
    const { sequence, hash, time } = tail;
    const statement = {
      kind: 'checkpoint',
      chain: machine.log[0]!.hash,
      time,
      sequence,
      hash,
      count: 700,
    } as const;
    machine.checkpoints = [await signStatement<Checkpoint>(statement, key)];
    await reporter.pulse();
    expect(await machine.stored()).toHaveLength(700);
    expect(await reporter.state()).toMatchObject({
      enrolled: true,
      through: 700,
      problem: null,
      failures: 0,
    });
    const coverage = await (await admin.call('/v1/coverage')).json();
    expect(JSON.stringify(coverage)).toContain('may-07');
    const verified = await server.db.all('SELECT * FROM statements WHERE device = ?', [machine.device]);
    expect(verified).toHaveLength(1);
  });

  it('learns which false alarms may pass with the next incident, and when that ends', async () => {
    const { machine, reporter } = await makeMachine();
    const fingerprint = 'f'.repeat(64);
    const [text] = (incident(1) as unknown as { items: { kind: string }[] }).items;
    const items = [{ ...text!, kind: 'file', fingerprint }];
    machine.log = await chain([incident(1, { items }), incident(2)]);
    await reporter.pulse();
    expect(machine.allowed).toBeUndefined();
    const officer = await addPerson(server, admin, { name: `canbo-${dialect}`, role: 'officer' });
    const key = { device: machine.device, id: 'attempt-000000000001' };
    const until = new Date(Date.now() + 20 * DAY).toISOString().slice(0, 10);
    const allow = async (changes: object) =>
      (await officer.call('/v1/review/allow', { body: { ...key, fingerprint, until, ...changes } })).status;
    expect(await allow({})).toBe(409);
    await officer.call('/v1/review/incident', { body: { ...key, state: 'false-alarm', note: '' } });
    expect(await allow({ fingerprint: 'e'.repeat(64) })).toBe(404);
    expect(await allow({ id: 'attempt-000000000002' })).toBe(404);
    expect(await allow({ until: '2036-01-01' })).toBe(400);
    expect(await allow({})).toBe(200);
    machine.log.push(...(await chain([incident(3)], machine.log.at(-1))));
    await reporter.pulse();
    expect(machine.allowed).toEqual([{ fingerprint, until }]);
    expect(await allow({ until: '' })).toBe(200);
    machine.ahead = 2 * 3_600_000;
    await reporter.pulse();
    expect(machine.allowed).toEqual([{ fingerprint, until: '' }]);
    const trail = await server.db.all<{ action: string }>(
      "SELECT action FROM trail WHERE action LIKE '%allow'",
    );
    expect(trail.map(({ action }) => action)).toEqual(['allow', 'disallow']);
  });

  it('keeps its queue while the server has no room, and sends it once when there is', async () => {
    let full = true;
    const { machine, reporter } = await makeMachine({
      fetch: (address, init) =>
        full && address.endsWith('/v1/incidents')
          ? Promise.resolve(
              new Response('{"error":"full"}', { status: 507, headers: { 'Retry-After': '300' } }),
            )
          : fetch(address, init),
    });
    machine.log = await incidents(30);
    for (let hour = 0; hour < 5; hour++) {
      machine.ahead = hour * 2 * 3_600_000;
      await reporter.pulse();
    }
    expect(await machine.stored()).toEqual([]);
    expect(await reporter.state()).toMatchObject({ through: 0, problem: 'refused' });
    full = false;
    machine.ahead = DAY;
    await reporter.pulse();
    expect(await machine.stored()).toHaveLength(30);
    expect(await reporter.state()).toMatchObject({ through: 30, problem: null });
  });

  it('sends what gathered in weeks offline, once, and asks seldom meanwhile', async () => {
    const { machine, reporter } = await makeMachine();
    machine.network = false;
    for (let day = 0; day < 21; day++) {
      machine.log.push(...(await chain([incident(day + 1)], machine.log.at(-1))));
      for (let hour = 0; hour < 24; hour++) {
        machine.ahead = day * DAY + hour * 3_600_000;
        await reporter.pulse();
      }
    }
    expect(machine.requests).toBeLessThan(21 * 24 + 20);
    expect(await reporter.state()).toMatchObject({ problem: 'unreachable' });
    machine.network = true;
    machine.ahead += DAY;
    await reporter.pulse();
    expect((await machine.stored()).map(({ sequence }) => sequence)).toEqual(
      machine.log.map(({ sequence }) => sequence),
    );
  });

  it('loses and doubles nothing when it is killed after any call', async () => {
    const { machine, reporter } = await makeMachine();
    machine.log = await incidents(900);
    // Answers get lost, and what it would have remembered with them.
    let calls = 0;
    const { reporter: flaky } = await (async () => {
      const dying = await makeMachine({
        readPolicy: async () => machine.policy,
        async fetch(address, init) {
          const answer = await fetch(address, init);
          if (++calls % 2 === 0) throw new TypeError('killed');
          return answer;
        },
      });
      dying.machine.log = machine.log;
      machine.device = dying.machine.device;
      return {
        reporter: {
          ...dying.reporter,
          async pulse() {
            dying.machine.ahead += DAY;
            server.clock.ahead += DAY;
            await dying.reporter.pulse();
          },
        },
      };
    })();
    for (let life = 0; life < 16; life++) await flaky.pulse();
    server.clock.ahead = 0;
    expect(await machine.stored()).toHaveLength(900);
    expect(reporter).toBeDefined();
  });

  it('works by the server’s clock when its own is wrong', async () => {
    const { machine, reporter } = await makeMachine();
    machine.log = await incidents(3);
    machine.ahead = -400 * DAY;
    await reporter.pulse();
    expect(await machine.stored()).toHaveLength(3);
  });

  it('begins anew when the log began anew', async () => {
    const { machine, key, reporter } = await makeMachine();
    machine.log = await incidents(5);
    await reporter.pulse();
    const { hash, time } = machine.log[4]!;
    const statement = {
      kind: 'checkpoint',
      chain: machine.log[0]!.hash,
      time,
      sequence: 5,
      hash,
      count: 5,
    } as const;
    const former = await signStatement<Checkpoint>(statement, key);
    machine.log = await chain([
      { id: 'loss-1', time: '2026-10-02T00:00:00.000Z', event: 'log-lost', former },
      incident(2000),
    ]);
    machine.ahead = 0;
    await reporter.pulse();
    expect((await machine.stored()).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 1, 2]);
    const faults = await server.db.all<{ fault: string }>('SELECT fault FROM faults WHERE device = ?', [
      machine.device,
    ]);
    expect(faults.map(({ fault }) => fault)).toEqual(['log-lost']);
  });

  it('takes the policy the server hands out, and stops at a refused code', async () => {
    const layer = { contact: 'Văn thư, máy lẻ 12' };
    await admin.call('/v1/admin/policy', { method: 'PUT', body: { unit: '*', layer } });
    const { machine, reporter } = await makeMachine();
    await reporter.pulse();
    expect(await reporter.state()).toMatchObject({ problem: null });
    expect(machine.layer).toEqual(layer);
    const wrong = await makeMachine();
    wrong.machine.policy = { ...wrong.machine.policy, enrolmentCode: 'SAI-MA-SAI-MA' };
    await wrong.reporter.pulse();
    expect(await wrong.reporter.state()).toMatchObject({ enrolled: false, problem: 'code-refused' });
    wrong.machine.ahead = DAY;
    const before = wrong.machine.requests;
    await wrong.reporter.pulse();
    expect(wrong.machine.requests).toBe(before);
  });
});
