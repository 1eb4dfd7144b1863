import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundledPolicy } from '../../src/policy/bundled.ts';
import { bundledTables } from '../../src/rules/bundled.ts';
import type { ServerConfig } from '../../src/server/config.ts';
import { openDatabase } from '../../src/server/serve.ts';
import { SweepPlans } from '../../src/server/sweeps/plans.ts';
import { SweepRunner } from '../../src/server/sweeps/runner.ts';
import { type NastySite, startSite } from '../support/nasty-site.ts';
import {
  addPerson,
  dialects,
  makePlace,
  setUpAdmin,
  startTestServer,
  type TestPerson,
  type TestServer,
} from './support.ts';

const MARKED =
  '<!doctype html><html><body><p>UBND HUYỆN AN PHÚ</p><p>Số: 12/KH-UBND</p><p>TUYỆT MẬT</p><p>KẾ HOẠCH KPT4417</p>';

describe('planned sweeps', () => {
  let server: TestServer;
  let site: NastySite;
  let admin: TestPerson;
  let posts = 1;
  beforeAll(async () => {
    site = await startSite((path) => {
      const links = Array.from({ length: posts }, (_, i) => `<a href="/p${i}">xem</a>`).join('');
      if (path === '/') return { body: `<!doctype html><html><body>${links}` };
      return /^\/p\d$/.test(path) ? { body: MARKED } : null;
    });
    server = await startTestServer('sqlite', { sweepHosts: ['127.0.0.1'] });
    admin = await setUpAdmin(server);
  });
  afterAll(async () => {
    await server?.end();
    await site?.stop();
  });

  const read = (path: string, person: TestPerson = admin) =>
    fetch(server.address + path, { headers: { cookie: person.cookie } });
  const submit = (path: string, fields: Record<string, string>, person: TestPerson = admin) =>
    fetch(server.address + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: person.cookie, origin: server.address },
      body: new URLSearchParams({ token: person.token, ...fields }),
    });
  const page = async () => (await read('/sweeps')).text();
  const swept = async (items: number) => {
    for (let i = 0; i < 150; i++) {
      const text = await page();
      if (text.includes(`: ${items} mục`)) return text;
      await new Promise((done) => setTimeout(done, 200));
    }
    throw new Error('the sweep did not end');
  };

  it('find what is new, tell of it until somebody has looked, and give the report', async () => {
    expect((await submit('/sweeps', { url: site.address, everyHours: '0' })).status).toBe(303);
    const [, id] = /action="\/sweeps\/([0-9a-f]{16})\/start"/.exec(await page()) ?? [];
    await submit(`/sweeps/${id}/start`, {});
    expect(await swept(2)).toContain('1 nghi vấn mới');
    const report = await read(`/sweeps/${id}/report.html`);
    expect(report.headers.get('content-security-policy')).toContain("default-src 'none'");
    const text = await report.text();
    expect(text).toContain(`${site.address}/p0`);
    expect(text).not.toMatch(/KPT4417|AN PHÚ|TUYỆT/);
    await submit(`/sweeps/${id}/seen`, {});
    expect(await page()).not.toContain('nghi vấn mới');
    // The next sweep tells of the new post alone.
    posts = 3;
    await submit(`/sweeps/${id}/start`, {});
    expect(await swept(4)).toContain('2 nghi vấn mới');
    expect(server.log.filter((line) => line.includes('"alert":"sweep"'))).toHaveLength(2);
    expect(server.log.join('\n')).not.toContain('/p0');
    await submit(`/sweeps/${id}/remove`, {});
    expect(await page()).not.toContain(site.address);
  });

  it('are for those who may, from this page alone', async () => {
    const auditor = await addPerson(server, admin, { name: 'kiemtoan', role: 'auditor' });
    expect((await fetch(`${server.address}/sweeps`)).status).toBe(401);
    expect((await read('/sweeps', auditor)).status).toBe(403);
    expect((await submit('/sweeps', { url: 'https://x.vn', everyHours: '1' }, auditor)).status).toBe(403);
    expect((await submit('/sweeps', { url: 'https://x.vn', everyHours: '1', token: 'sai' })).status).toBe(
      403,
    );
    for (const fields of [
      { url: 'file:///etc', everyHours: '1' },
      { url: 'https://x.vn', everyHours: '-1' },
    ])
      expect((await submit('/sweeps', fields)).status).toBe(422);
    expect((await submit('/sweeps/..%2f..%2fx/start', {})).status).toBe(404);
  });

  it('lead nowhere inside the network but to the hosts that the administrator allows', async () => {
    const before = site.asked.length;
    for (const host of ['localhost', '[::1]', '10.0.0.1', '169.254.169.254', '2130706434']) {
      const answer = await submit('/sweeps', {
        url: `http://${host}:${new URL(site.address).port}/`,
        everyHours: '1',
      });
      expect([host, answer.status]).toEqual([host, 422]);
      expect(await answer.text()).toContain('mạng nội bộ');
    }
    expect(site.asked.length).toBe(before);
  });

  it('leave a trail of who added, started, read and exported them', async () => {
    await submit('/sweeps', { url: site.address, everyHours: '0' });
    const [, id] = /action="\/sweeps\/([0-9a-f]{16})\/start"/.exec(await page()) ?? [];
    await submit(`/sweeps/${id}/start`, {});
    await swept(4);
    for (const [kind, type] of [
      ['html', 'text/html'],
      ['json', 'application/json'],
      ['xlsx', 'spreadsheetml'],
      ['docx', 'wordprocessingml'],
    ] as const) {
      const answer = await read(`/sweeps/${id}/report.${kind}`);
      expect([kind, answer.status, answer.headers.get('content-type')?.includes(type)]).toEqual([
        kind,
        200,
        true,
      ]);
      expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(500);
    }
    expect((await read(`/sweeps/${id}/report.exe`)).status).toBe(404);
    const entries = (await (await admin.call('/v1/audit')).json()) as { action: string; target: string }[];
    const did = entries.filter(({ target }) => target === `${site.address}/`).map(({ action }) => action);
    for (const [action, times] of [
      ['sweep-export', 3],
      ['sweep-read', 2],
      ['sweep-start', 3],
      ['sweep-add', 2],
      ['sweep-seen', 1],
      ['sweep-remove', 1],
    ] as const)
      expect([action, did.filter((one) => one === action).length]).toEqual([action, times]);
    expect(await (await read('/trail')).text()).toContain('xuất báo cáo quét');
    await submit(`/sweeps/${id}/remove`, {});
  });
});

describe('planned sweeps beside each other', () => {
  const startRunner = async (settings: Partial<ServerConfig>, turn: number) => {
    const place = await makePlace('sqlite', settings);
    const db = await openDatabase(place.config);
    const stop = new AbortController();
    const plans = new SweepPlans(db, () => new Date());
    const runner = new SweepRunner({
      config: place.config,
      stopping: stop.signal,
      now: () => new Date(),
      plans,
      rules: { current: async () => ({ packId: 'bundled', tables: bundledTables, policy: bundledPolicy }) },
      texts: (key) => key,
      log: () => undefined,
      turn,
    });
    const plan = async (url: string) => {
      await plans.add({ url, everyHours: 0, images: false, createdBy: 'a' });
      const { id } = (await plans.list()).find((one) => one.url === url)!;
      await plans.ask(id);
    };
    const find = async (url: string) => (await plans.list()).find((one) => one.url === url)!.status;
    const end = async () => {
      stop.abort();
      // Who is still at it gives its plan back.
      await expect.poll(async () => (await plans.list()).every(({ status }) => !status.progress)).toBe(true);
      await db.close();
      await place.remove();
    };
    return { runner, plan, find, end };
  };

  it('come to their turn however many sites send drop by drop', async () => {
    const slow = await startSite(() => null);
    const good = await startSite((path) => (path === '/' ? { body: MARKED } : null));
    const { runner, plan, find, end } = await startRunner({ sweepHosts: ['127.0.0.1'] }, 2_000);
    const drops = [1, 2, 3].map((n) => `${slow.address}/nasty/trickle?${n}`);
    for (const url of drops) await plan(url);
    await runner.look();
    await plan(good.address);
    await expect.poll(async () => (await find(good.address)).totals?.blocked, { timeout: 45_000 }).toBe(1);
    // The slow ones are not given up either.
    for (const url of drops) {
      const { asked, progress, error } = await find(url);
      expect([url, asked || progress !== null, error]).toEqual([url, true, '']);
    }
    await end();
    await slow.stop();
    await good.stop();
  });

  it('end with a clear word where a name has come to lead inside', async () => {
    const site = await startSite(() => ({ body: MARKED }));
    const { runner, plan, find, end } = await startRunner({}, 60_000);
    await plan(site.address);
    await runner.look();
    await expect
      .poll(async () => (await find(site.address)).error, { timeout: 20_000 })
      .toBe('InternalAddress');
    expect(site.asked).toEqual([]);
    await end();
    await site.stop();
  });
});

describe.each(dialects)('planned sweeps of several instances on %s', (dialect) => {
  it('are taken by one of them, and by another when that one is gone', async () => {
    const place = await makePlace(dialect);
    const [one, two] = [await openDatabase(place.config), await openDatabase(place.config)];
    let now = Date.parse('2026-11-22T00:00:00Z');
    const [here, there] = [one, two].map((db) => new SweepPlans(db, () => new Date(now)));
    try {
      await here!.add({ url: 'https://x.vn/', everyHours: 1, images: false, createdBy: 'a' });
      const [plan] = await here!.list();
      const claims = await Promise.all([
        ...Array.from({ length: 5 }, (_, i) => here!.claim(plan!, `here-${i}`)),
        ...Array.from({ length: 5 }, (_, i) => there!.claim(plan!, `there-${i}`)),
      ]);
      expect(claims.filter(Boolean)).toHaveLength(1);
      const at = claims.indexOf(true);
      const lease = at < 5 ? `here-${at}` : `there-${at - 5}`;
      expect(await there!.renew(plan!.id, lease, { done: 3, waiting: 4, found: 1 })).toBe(true);
      expect((await here!.list())[0]?.status.progress).toEqual({ done: 3, waiting: 4, found: 1 });
      now += 110_000;
      expect(await here!.claim(plan!, 'late')).toBe(false);
      now += 20_000;
      expect((await here!.list())[0]?.status.progress).toBeNull();
      expect(await here!.claim(plan!, 'next')).toBe(true);
      // Who was gone and comes back has lost it, and changes nothing.
      expect(await there!.renew(plan!.id, lease, null)).toBe(false);
      await there!.fail(plan!.id, lease, 'x', 'Error');
      expect((await here!.list())[0]?.status.error).toBe('');
    } finally {
      await one.close();
      await two.close();
      await place.remove();
    }
  });
});
