import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NastySite, startSite } from '../support/nasty-site.ts';
import { addPerson, setUpAdmin, startTestServer, type TestPerson, type TestServer } from './support.ts';

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
    server = await startTestServer('sqlite');
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
});
