import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LogRecord } from '../../src/incidents/types.ts';
import { openDatabase } from '../../src/server/serve.ts';
import type { Database } from '../../src/server/store/database.ts';
import { openSqlite } from '../../src/server/store/sqlite.ts';
import { makeSmallDisk } from '../support/small-disk.ts';
import {
  chain,
  type Dialect,
  dialects,
  enrol,
  incident,
  incidents,
  makeDevice,
  makePlace,
  send,
  sendRaw,
  setUpAdmin,
  startTestServer,
  type TestDevice,
  type TestPlace,
} from './support.ts';

/** `npm run test:faults` kills far more often. */
const KILLS = Number(process.env.LACHAN_KILLS ?? 4);
const DEVICES = 6;
const BATCH = 40;

describe.each(dialects)('faults with %s', (dialect) => {
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  it(`lose no acknowledged record and double none when the server is killed under load (${KILLS} times)`, {
    timeout: 60_000 + KILLS * 20_000,
  }, async () => {
    const place = await makePlace(dialect);
    ends.push(() => place.remove());
    const machines = await enrolMachines(place, dialect);
    const acknowledged = () => machines.reduce((sum, machine) => sum + machine.acknowledged, 0);
    for (let kill = 0; kill < KILLS; kill++) {
      const server = await startProcess(place);
      const until = { stopped: false };
      const load = machines.map((machine) => machine.report(server.address, until));
      // Anywhere in the life of a request, from the first one on.
      await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 700));
      // A slow machine may not get that far; one kill at least must find something to lose.
      if (kill === KILLS - 1) await vi.waitUntil(() => acknowledged() > 0, { timeout: 30_000 });
      server.child.kill('SIGKILL');
      await once(server.child, 'exit');
      until.stopped = true;
      await Promise.all(load);
      await expectWhole(place, machines);
    }
    expect(acknowledged()).toBeGreaterThan(0);
    const last = await startProcess(place);
    for (const machine of machines) await machine.finish(last.address);
    last.child.kill('SIGTERM');
    const [code] = await once(last.child, 'exit');
    expect(code).toBe(0);
    const db = await openDatabase(place.config);
    ends.push(() => db.close());
    for (const { device, log } of machines)
      expect(await sequences(db, device)).toEqual(log.map(({ sequence }) => sequence));
  });

  it('answers what two instances took as one', async () => {
    const first = await startTestServer(dialect);
    ends.push(first.end);
    if (dialect === 'sqlite') return;
    const { startServer } = await import('../../src/server/serve.ts');
    const second = await startServer(first.place.config, () => undefined);
    ends.push(second.stop);
    const device = makeDevice();
    await enrol(first, await setUpAdmin(first), device);
    const log = await incidents(400);
    const pieces = Array.from({ length: 10 }, (_, at) => log.slice(at * 40, at * 40 + 40));
    await Promise.all(
      pieces.flatMap((piece) => [send(first.address, device, piece), send(second.address, device, piece)]),
    );
    expect(await sequences(first.db, device)).toEqual(log.map(({ sequence }) => sequence));
    const open = await first.db.all("SELECT * FROM faults WHERE settled = '' AND fault = 'missing'");
    expect(open).toEqual([]);
  });
});

describe('a full disk', () => {
  it('refuses with a clear answer, keeps what was acknowledged, and goes on when there is room', async () => {
    const place = await makePlace('sqlite');
    const db = await openSqlite(`${place.config.data}/small.db`, { maxPages: 120 });
    const rows = (from: number) =>
      Array.from({ length: 50 }, (_, at) => [`setting-${from + at}`, 'x'.repeat(500)]);
    let stored = 0;
    await expect(
      (async () => {
        for (;;) {
          await db.insert('settings', ['name', 'value'], rows(stored));
          stored += 50;
        }
      })(),
    ).rejects.toThrow('the disk is full');
    const count = async () => (await db.all<{ n: number }>('SELECT count(*) AS n FROM settings'))[0]!.n;
    expect(await count()).toBe(stored);
    await db.run('DELETE FROM settings WHERE name < ?', ['setting-2']);
    await db.insert('settings', ['name', 'value'], [['again', 'x']]);
    expect(await count()).toBeGreaterThan(0);
    await db.close();
    await place.remove();
  });

  it('that is truly full: answers 507, keeps what was acknowledged, and goes on when there is room', async ({
    skip,
  }) => {
    const disk = makeSmallDisk(16);
    if (!disk) return skip('this process may not mount a small disk');
    const server = await startTestServer('sqlite', { data: disk.folder });
    try {
      const device = makeDevice();
      await enrol(server, await setUpAdmin(server), device);
      const log = await incidents(600);
      let acknowledged = 0;
      const sendNext = async () => {
        const { status } = await sendRaw(server.address, device, log.slice(acknowledged, acknowledged + 50));
        if (status === 200) acknowledged += 50;
        return status;
      };
      expect(await sendNext()).toBe(200);
      disk.fill();
      let status = 200;
      while (status === 200 && acknowledged < log.length) status = await sendNext();
      expect(status).toBe(507);
      expect((await fetch(`${server.address}/health`)).status).toBe(200);
      disk.free();
      while (acknowledged < log.length) expect(await sendNext()).toBe(200);
      expect(await sequences(server.db, device)).toEqual(log.map(({ sequence }) => sequence));
    } finally {
      await server.end();
      disk.remove();
    }
  });

  it('answers 507 over the network', async () => {
    const server = await startTestServer('sqlite');
    const device = makeDevice();
    await enrol(server, await setUpAdmin(server), device);
    const log = await incidents(2000);
    const [size] = await server.db.all<{ page_count: number }>('PRAGMA page_count');
    await server.db.transaction((sql) => sql.all(`PRAGMA max_page_count = ${size!.page_count + 40}`));
    let acknowledged = 0;
    let status = 200;
    while (status === 200 && acknowledged < log.length) {
      const answer = await sendRaw(server.address, device, log.slice(acknowledged, acknowledged + 50));
      status = answer.status;
      if (status === 200) acknowledged += 50;
    }
    expect(status).toBe(507);
    expect(await sequences(server.db, device)).toHaveLength(acknowledged);
    await server.db.transaction((sql) => sql.all('PRAGMA max_page_count = 1000000'));
    await send(server.address, device, log.slice(acknowledged));
    expect(await sequences(server.db, device)).toHaveLength(2000);
    await server.end();
  });
});

interface Machine {
  readonly device: TestDevice;
  readonly log: LogRecord[];
  acknowledged: number;
  report(address: string, until: { stopped: boolean }): Promise<void>;
  finish(address: string): Promise<void>;
}

async function enrolMachines(place: TestPlace, dialect: Dialect): Promise<Machine[]> {
  const { startServer } = await import('../../src/server/serve.ts');
  const server = await startServer(place.config, () => undefined);
  expect(server.db.dialect).toBe(dialect);
  const admin = await setUpAdmin(server);
  const machines = await Promise.all(
    Array.from({ length: DEVICES }, async (_, at) => {
      const device = makeDevice();
      await enrol(server, admin, device);
      return makeMachine(device, at);
    }),
  );
  await server.stop();
  return machines;
}

/** Sends its log on and on, from the last acknowledged record, as a browser does. */
function makeMachine(device: TestDevice, at: number): Machine {
  const log: LogRecord[] = [];
  const machine: Machine = {
    device,
    log,
    acknowledged: 0,
    async report(address, until) {
      while (!until.stopped) {
        if (log.length - machine.acknowledged < BATCH)
          log.push(
            ...(await chain(
              Array.from({ length: BATCH }, (_, each) => incident(at * 1_000_000 + log.length + each)),
              log.at(-1),
            )),
          );
        try {
          const size = 1 + Math.floor(Math.random() * BATCH);
          const { through } = await send(
            address,
            device,
            log.slice(machine.acknowledged, machine.acknowledged + size),
          );
          machine.acknowledged = Math.max(machine.acknowledged, through);
        } catch {
          // The server is gone, or does not answer: what was sent counts as not sent.
          if (until.stopped) return;
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      }
    },
    async finish(address) {
      while (machine.acknowledged < log.length) {
        const { through } = await send(
          address,
          device,
          log.slice(machine.acknowledged, machine.acknowledged + BATCH),
        );
        machine.acknowledged = through;
      }
    },
  };
  return machine;
}

/** Every acknowledged record is there, none twice. */
async function expectWhole(place: TestPlace, machines: readonly Machine[]): Promise<void> {
  const db = await openDatabase(place.config);
  try {
    for (const { device, acknowledged } of machines) {
      const found = await sequences(db, device);
      expect(new Set(found).size).toBe(found.length);
      expect(found.filter((sequence) => sequence <= acknowledged)).toHaveLength(acknowledged);
    }
  } finally {
    await db.close();
  }
}

async function sequences(db: Database, device: TestDevice): Promise<number[]> {
  const rows = await db.all<{ sequence: number }>(
    'SELECT sequence FROM records WHERE device = ? ORDER BY sequence',
    [device.device],
  );
  return rows.map(({ sequence }) => sequence);
}

/** The server as people start it, in a process of its own. */
async function startProcess(place: TestPlace): Promise<{ child: ChildProcess; address: string }> {
  const { data, database } = place.config;
  const child = spawn(
    process.execPath,
    ['src/cli/la-chan.ts', 'server', '--port', '0', '--data', data, '--lang', 'en'],
    {
      env: { ...process.env, ...(database === undefined ? {} : { DATABASE_URL: database }) },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let said = '';
  return new Promise((resolve, reject) => {
    child.stderr!.on('data', (chunk) => {
      said += chunk;
      const address = /runs at (http:\/\/[\d.:]+)/.exec(said)?.[1];
      if (address !== undefined) resolve({ child, address });
    });
    child.once('exit', () => reject(new Error(`the server did not start: ${said}`)));
  });
}
