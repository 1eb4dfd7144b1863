import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/server/app.ts';
import { readConfig } from '../../src/server/config.ts';
import type { ServerParts } from '../../src/server/http/context.ts';
import { isGoodPassword } from '../../src/server/routes/session.ts';
import {
  addPerson,
  enrol,
  incidents,
  logInAs,
  makeDevice,
  PASSWORD,
  post,
  send,
  setUpAdmin,
  startTestServer,
  type TestPerson,
  type TestServer,
} from './support.ts';

/** Everything a stranger may reach: life, style, the way in. None of them shows anything. */
const OPEN = [
  'GET /health',
  'GET /style.css',
  'GET /sweeps.css',
  'GET /v1/openapi.json',
  'GET /login',
  'POST /form/login',
  'POST /form/setup',
  'POST /v1/login',
  'POST /v1/setup',
  'POST /v1/enrol',
  // Its key is that of the system whose pages carry the plug-in, and stands in the body.
  'POST /v1/plugin/incidents',
];

describe('the server against strangers', () => {
  let server: TestServer;
  let admin: TestPerson;
  beforeAll(async () => {
    server = await startTestServer('sqlite', { metricsToken: 'a-token-for-prometheus-1' });
    admin = await setUpAdmin(server);
  });
  afterAll(() => server?.end());

  const routes = () => {
    const parts = { config: { data: '.' }, stopping: AbortSignal.abort() } as unknown as ServerParts;
    const app = createApp(parts, () => undefined);
    const all = app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path}`);
    return [...new Set(all)];
  };

  it('answers no route without authentication but the way in', async () => {
    expect(routes().length).toBeGreaterThan(30);
    for (const route of routes().filter((each) => !OPEN.includes(each))) {
      const [method, pattern] = route.split(' ') as [string, string];
      const path = pattern.replace(/:\w+\{report[^}]*\}/, 'report.json').replace(/:\w+\{(\w+)[^}]*\}/g, '$1');
      const answer = await fetch(server.address + path, { method, redirect: 'manual' });
      expect([401, 403], route).toContain(answer.status);
      const forged = await fetch(server.address + path, {
        method,
        headers: { cookie: 'la-chan=forged', authorization: 'Bearer forged-token-of-nobody' },
      });
      expect([401, 403], route).toContain(forged.status);
    }
    for (const route of ['POST /v1/login', 'POST /v1/setup', 'POST /v1/enrol', 'POST /v1/plugin/incidents'])
      expect((await fetch(server.address + route.split(' ')[1], { method: 'POST', body: '{}' })).status).toBe(
        400,
      );
  });

  it('gives every role its own work and no other', async () => {
    const people = {
      officer: await addPerson(server, admin, { name: 'canbo', role: 'officer' }),
      auditor: await addPerson(server, admin, { name: 'kiemtra', role: 'auditor' }),
      webmaster: await addPerson(server, admin, { name: 'web', role: 'webmaster' }),
      admin,
    };
    const reach = async (path: string) => {
      const entries = Object.entries(people).map(
        async ([role, person]) => [role, (await person.call(path)).status !== 403] as const,
      );
      return (await Promise.all(entries))
        .filter(([, may]) => may)
        .map(([role]) => role)
        .sort();
    };
    expect(await reach('/v1/review/machines')).toEqual(['auditor', 'officer']);
    expect(await reach('/v1/admin/users')).toEqual(['admin']);
    expect(await reach('/v1/audit')).toEqual(['admin', 'auditor']);
    expect(await reach('/v1/coverage')).toEqual(['admin', 'auditor', 'officer']);
  });

  it('refuses changes without the session’s token and from other sites', async () => {
    const body = JSON.stringify({ unit: 'x', uses: 1, days: 1 });
    const call = (headers: Record<string, string>) =>
      fetch(`${server.address}/v1/admin/codes`, {
        method: 'POST',
        body,
        headers: { cookie: admin.cookie, ...headers },
      });
    expect((await call({})).status).toBe(403);
    expect((await call({ 'x-la-chan-token': 'x' })).status).toBe(403);
    const token = { 'x-la-chan-token': admin.token };
    expect((await call({ ...token, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await call({ ...token, origin: 'https://example.com' })).status).toBe(403);
    expect((await call(token)).status).toBe(200);
  });

  it('sends the headers that keep a page to itself', async () => {
    const answer = await fetch(`${server.address}/login`);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const login = await post(server.address, '/v1/login', { name: 'quantri', password: PASSWORD });
    expect(login.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Strict/);
  });

  it('slows guessing down for a name, whoever asks, and says the same for names that nobody has', async () => {
    // Its guesses use up what an address may ask in a minute.
    const server = await startTestServer('sqlite');
    await addPerson(server, await setUpAdmin(server), { name: 'muctieu', role: 'officer' });
    const nobody = await (await post(server.address, '/v1/login', { name: 'khongco', password: 'x' })).json();
    const answers = [];
    for (let guess = 0; guess < 6; guess++)
      answers.push(
        await (await post(server.address, '/v1/login', { name: 'muctieu', password: 'x' })).json(),
      );
    expect(answers[0]).toEqual(nobody);
    expect(answers[5]).toMatchObject({ error: 'bad-login', waitUntil: expect.any(String) });
    const right = await post(server.address, '/v1/login', { name: 'muctieu', password: PASSWORD });
    expect(right.status).toBe(401);
    await server.end();
  });

  it('ends sessions on log-out, idleness, a new password and a shut account', async () => {
    const person = await addPerson(server, admin, { name: 'tam', role: 'officer' });
    const works = async (who: TestPerson) => (await who.call('/v1/session')).status === 200;
    expect(await works(person)).toBe(true);
    server.clock.ahead = 31 * 60_000;
    expect(await works(person)).toBe(false);
    server.clock.ahead = 0;
    await person.call('/v1/logout', { body: {} });
    expect(await works(person)).toBe(false);
    const other = await logInAs(server.address, 'tam');
    await admin.call('/v1/admin/users/change', { body: { name: 'tam', disabled: true } });
    expect(await works(other)).toBe(false);
    expect((await post(server.address, '/v1/login', { name: 'tam', password: PASSWORD })).status).toBe(401);
  });

  it('never writes a secret or a word of a log into its own log, and keeps only hashes', async () => {
    const device = makeDevice();
    await enrol(server, admin, device, { deviceName: 'may-bi-mat' });
    await send(server.address, device, await incidents(3));
    await post(server.address, '/v1/login', { name: PASSWORD, password: 'go nham o mat khau' });
    await fetch(`${server.address}/v1/review/machines?secret=lo-ra-ngoai`);
    const log = server.log.join('\n');
    const stored = JSON.stringify([
      await server.db.all('SELECT * FROM users'),
      await server.db.all('SELECT * FROM sessions'),
      await server.db.all('SELECT * FROM trail'),
      await server.db.all('SELECT * FROM enrolment_codes'),
      await server.db.all('SELECT * FROM setup_codes'),
    ]);
    const cookie = admin.cookie.split('=')[1]!;
    for (const secret of [PASSWORD, 'go nham o mat khau', cookie, 'a-token-for-prometheus-1']) {
      expect(log).not.toContain(secret);
      expect(stored).not.toContain(secret);
    }
    for (const word of ['may-bi-mat', device.device, 'attempt-0000', 'lo-ra-ngoai', admin.token])
      expect(log).not.toContain(word);
  });

  it('gives metrics to the token and the administrator only', async () => {
    const call = (token: string) =>
      fetch(`${server.address}/metrics`, { headers: { authorization: `Bearer ${token}` } });
    expect((await call('wrong')).status).toBe(401);
    const answer = await call('a-token-for-prometheus-1');
    expect(await answer.text()).toContain('lachan_requests_total');
    expect((await admin.call('/metrics')).status).toBe(200);
  });

  it('believes forwarded addresses only of known proxies', async () => {
    await fetch(`${server.address}/health`, { headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect(server.log.join('\n')).not.toContain('203.0.113.9');
    const behind = await startTestServer('sqlite', { trustedProxies: ['127.0.0.1'] });
    await fetch(`${behind.address}/health`, { headers: { 'x-forwarded-for': '198.51.100.7, 203.0.113.9' } });
    expect(behind.log.at(-1)).toContain('203.0.113.9');
    await behind.end();
  });

  it('does not open to a network without encryption', async () => {
    await expect(readConfig({ host: '0.0.0.0' }, {})).rejects.toMatchObject({ textKey: 'serverConfigNoTls' });
    await expect(readConfig({ port: 99_999 }, {})).rejects.toMatchObject({ setting: 'port' });
    const behindProxy = await readConfig({ host: '0.0.0.0', trustedProxies: ['10.0.0.1'] }, {});
    expect(behindProxy.host).toBe('0.0.0.0');
  });
});

describe('passwords', () => {
  it.each([
    ['password123456', false],
    ['Matkhau@2026!!', false],
    ['123456789012345', false],
    ['qwertyuiop12345', false],
    ['mật khẩu 123456', false],
    ['QuanTri-2026-01', false],
    ['ngan', false],
    ['canbo-xin-chao-2026', false],
    ['mưa rào tháng tám 41', true],
    ['correct horse battery', true],
  ])('%s is good: %s', (password, good) => {
    expect(isGoodPassword(password, 'canbo')).toBe(good);
  });
});
