import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { linkRecord, type Unlinked } from '../../src/incidents/chain.ts';
import type { LogRecord } from '../../src/incidents/types.ts';
import type { ServerConfig } from '../../src/server/config.ts';
import { type RunningServer, startServer } from '../../src/server/serve.ts';
import { canonicalJson } from '../../src/signing/canonical-json.ts';

export type Dialect = 'sqlite' | 'postgres';

/** Databases of this run: SQLite always, PostgreSQL where the run has one. */
export const dialects: readonly Dialect[] = process.env.LACHAN_TEST_POSTGRES
  ? ['sqlite', 'postgres']
  : ['sqlite'];

/** A place for one server's data: a folder and, for PostgreSQL, a database of its own. */
export interface TestPlace {
  readonly config: ServerConfig;
  remove(): Promise<void>;
}

let places = 0;

export async function makePlace(dialect: Dialect, settings: Partial<ServerConfig> = {}): Promise<TestPlace> {
  const folder = mkdtempSync(join(tmpdir(), 'la-chan-server-'));
  const config: ServerConfig = {
    host: '127.0.0.1',
    port: 0,
    data: folder,
    trustedProxies: [],
    retentionDays: 0,
    silentHours: 72,
    ...settings,
  };
  if (dialect === 'sqlite')
    return { config, remove: async () => rmSync(folder, { recursive: true, force: true }) };
  const name = `lachan_${process.pid}_${++places}_${Date.now()}`;
  await asOwner(`CREATE DATABASE ${name}`);
  const url = new URL(process.env.LACHAN_TEST_POSTGRES!);
  url.pathname = `/${name}`;
  return {
    config: { ...config, database: url.href },
    async remove() {
      rmSync(folder, { recursive: true, force: true });
      await asOwner(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

export interface TestServer extends RunningServer {
  readonly place: TestPlace;
  readonly log: readonly string[];
  clock: { ahead: number };
  end(): Promise<void>;
}

/** Starts a server in this process. `clock.ahead` moves its clock, in milliseconds. */
export async function startTestServer(
  dialect: Dialect,
  settings: Partial<ServerConfig> = {},
): Promise<TestServer> {
  const place = await makePlace(dialect, settings);
  const log: string[] = [];
  const clock = { ahead: 0 };
  const now = () => new Date(Date.now() + clock.ahead);
  const server = await startServer(place.config, (line) => log.push(line), now);
  return {
    ...server,
    place,
    log,
    clock,
    async end() {
      await server.stop();
      await place.remove();
    },
  };
}

/** A browser profile, as far as the server can tell. */
export interface TestDevice {
  readonly device: string;
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

export function makeDevice(): TestDevice {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = publicKey.export({ format: 'jwk' });
  const raw = Buffer.concat([Buffer.from([4]), Buffer.from(x!, 'base64url'), Buffer.from(y!, 'base64url')]);
  const device = createHash('sha256').update(raw).digest('hex').slice(0, 32);
  return { device, publicKey: raw.toString('base64url'), privateKey };
}

export interface CallOptions {
  readonly method?: string;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly time?: Date;
}

/** Calls the server as a device does. */
export function callAsDevice(
  address: string,
  { device, privateKey }: TestDevice,
  path: string,
  options: CallOptions = {},
): Promise<Response> {
  const { method = 'POST', body = '', headers = {}, time = new Date() } = options;
  const hash = createHash('sha256').update(body).digest('hex');
  const text = ['la-chan-request/1', method, path, time.toISOString(), hash].join('\n');
  const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  const authorization = `LaChan device=${device},time=${time.toISOString()},signature=${signature.toString('base64url')}`;
  return fetch(address + path, {
    method,
    headers: { authorization, ...headers },
    ...(method === 'GET' ? {} : { body }),
  });
}

/** A person's session. */
export interface TestPerson {
  call(
    path: string,
    options?: { method?: string; body?: unknown; headers?: Record<string, string> },
  ): Promise<Response>;
  readonly cookie: string;
  readonly token: string;
}

export const PASSWORD = 'mot mat khau du dai 2026';

/** Makes the first administrator with the code from the file, and logs in. */
export async function setUpAdmin(
  server: Pick<RunningServer, 'address' | 'setupFile'>,
  name = 'quantri',
): Promise<TestPerson> {
  const code = readFileSync(server.setupFile!, 'utf8').trim();
  const made = await post(server.address, '/v1/setup', { code, name, password: PASSWORD });
  if (made.status !== 200) throw new Error(`setup: ${made.status}`);
  return logInAs(server.address, name);
}

export async function logInAs(address: string, name: string, password = PASSWORD): Promise<TestPerson> {
  const answer = await post(address, '/v1/login', { name, password });
  if (answer.status !== 200) throw new Error(`login: ${answer.status} ${await answer.text()}`);
  const cookie = answer.headers.get('set-cookie')!.split(';')[0]!;
  const session = await fetch(`${address}/v1/session`, { headers: { cookie } });
  const { token } = (await session.json()) as { token: string };
  return {
    cookie,
    token,
    call(path, { method, body, headers } = {}) {
      const sent = body instanceof Uint8Array ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body);
      return fetch(address + path, {
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: { cookie, 'x-la-chan-token': token, ...headers },
        ...(body === undefined ? {} : { body: sent }),
      });
    },
  };
}

export function post(address: string, path: string, body: unknown): Promise<Response> {
  return fetch(address + path, { method: 'POST', body: JSON.stringify(body) });
}

/** A person of a role, made by the administrator and logged in. */
export async function addPerson(
  server: RunningServer,
  admin: TestPerson,
  person: { name: string; role: string; unit?: string },
): Promise<TestPerson> {
  const { name, role, unit = '' } = person;
  const made = await admin.call('/v1/admin/users', { body: { name, role, unit, password: PASSWORD } });
  if (made.status !== 200) throw new Error(`user: ${made.status}`);
  return logInAs(server.address, name);
}

/** Has a device enrolled in a unit by a code that the administrator makes. */
export async function enrol(
  server: Pick<RunningServer, 'address'>,
  admin: TestPerson,
  device: TestDevice,
  { unit = 'Văn phòng', deviceName = 'may-01' } = {},
): Promise<void> {
  const made = await admin.call('/v1/admin/codes', { body: { unit, uses: 1, days: 7 } });
  const { code } = (await made.json()) as { code: string };
  const body = JSON.stringify({ code, publicKey: device.publicKey, deviceName });
  const answer = await callAsDevice(server.address, device, '/v1/enrol', { body });
  if (answer.status !== 200) throw new Error(`enrol: ${answer.status} ${await answer.text()}`);
}

export interface Receipt {
  readonly taken: number;
  readonly known: number;
  readonly refused: number[];
  readonly through: number;
  readonly missing: { first: number; last: number }[];
}

/** Sends log lines as a device does. */
export async function send(address: string, device: TestDevice, lines: readonly unknown[]): Promise<Receipt> {
  const answer = await sendRaw(address, device, lines);
  if (answer.status !== 200) throw new Error(`incidents: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Receipt;
}

export function sendRaw(address: string, device: TestDevice, lines: readonly unknown[]): Promise<Response> {
  const body = new Uint8Array(gzipSync(lines.map((line) => canonicalJson(line)).join('\n')));
  return callAsDevice(address, device, '/v1/incidents', { body });
}

const SITES = ['mail.google.com', 'chat.zalo.me', 'facebook.com', 'drive.google.com'];
const CHANNELS = ['paste', 'drop', 'file-picker', 'typing'] as const;
const LEVELS = ['mat', 'toi-mat', 'tuyet-mat', null] as const;

/** An incident as a browser logs it, without its place in the chain. `number` makes it differ from others. */
export function incident(number: number, changes: object = {}): Unlinked {
  const level = LEVELS[number % LEVELS.length]!;
  return {
    id: `attempt-${String(number).padStart(12, '0')}`,
    time: new Date(Date.UTC(2026, 9, 1, 2) + number * 60_000).toISOString(),
    channel: CHANNELS[number % CHANNELS.length]!,
    destination: { site: SITES[number % SITES.length]!, frame: SITES[number % SITES.length]! },
    disposition: level ? 'blocked' : 'warned',
    level,
    items: [
      {
        kind: 'text',
        mediaType: 'text/plain',
        size: 120 + number,
        action: level ? 'block' : 'warn',
        level,
        outcome: 'scanned',
        fingerprint: createHash('sha256').update(`document ${number}`).digest('hex'),
        findings: [
          {
            ruleId: level ? `marking-${level}` : 'category-exam',
            level,
            confidence: 0.9,
            where: 'text',
            signals: [{ id: 'alone-on-line', weight: 2 }],
          },
        ],
      },
    ],
    packVersion: '2026.11.1',
    productVersion: '0.1.0',
    ...changes,
  } as Unlinked;
}

/** A chain of records, going on from `before`. */
export async function chain(records: readonly Unlinked[], before?: LogRecord): Promise<LogRecord[]> {
  const linked: LogRecord[] = [];
  for (const record of records) linked.push(await linkRecord(record, linked.at(-1) ?? before));
  return linked;
}

/** `count` incidents in a chain. */
export function incidents(count: number, start = 1): Promise<LogRecord[]> {
  return chain(Array.from({ length: count }, (_, at) => incident(start + at)));
}

async function asOwner(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.LACHAN_TEST_POSTGRES! });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
