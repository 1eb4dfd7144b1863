import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import * as z from 'zod/mini';

z.config({ jitless: true });

const text = z.string().check(z.minLength(1), z.maxLength(500));
const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const port = z.int().check(z.minimum(0), z.maximum(65_535));

const settings = {
  /** Address to listen on. */
  host: text,
  port,
  /** Folder for the SQLite database and the first administrator's code. */
  data: text,
  /** `postgres://…`; SQLite in `data` when absent. */
  database: z.exactOptional(text),
  /** PEM files; both or none. */
  tlsKey: z.exactOptional(text),
  tlsCert: z.exactOptional(text),
  /** Addresses of reverse proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed. */
  trustedProxies: z.array(
    z.string().check(z.refine((address) => isIP(address) !== 0, 'write an IP address')),
  ),
  /** Days that incidents stay; 0 keeps them. */
  retentionDays: z.int().check(z.minimum(0), z.maximum(36_500)),
  /** A machine not heard of for so many hours counts as silent. */
  silentHours: z.int().check(z.minimum(1), z.maximum(8_760)),
  /** Bearer token for `/metrics`; without one only an administrator's session sees them. */
  metricsToken: z.exactOptional(z.string().check(z.minLength(20), z.maxLength(500))),
  /** SHA-256 of the root of trust that packs must follow, in hex; without it no pack is taken. */
  packRoot: z.exactOptional(z.string().check(z.regex(/^[0-9a-f]{64}$/))),
  /** Hosts inside the unit's network, by name or address, that planned sweeps may ask; without it only public addresses. */
  sweepHosts: z.exactOptional(z.array(text)),
  /** SHA-256 (hexadecimal) of the keys with which other systems' backends may use the scan API. */
  scanKeys: z.exactOptional(z.array(sha256)),
  /** Systems whose pages carry the plug-in: their hosts, and the SHA-256 of the key that stands in the page. */
  sites: z.exactOptional(
    z.array(
      z.strictObject({
        name: text,
        unit: z.string().check(z.maxLength(100)),
        key: sha256,
        hosts: z.array(text),
      }),
    ),
  ),
} as const;

const schema = z.strictObject(settings);

export type ServerConfig = z.infer<typeof schema>;

const defaults = {
  host: '127.0.0.1',
  port: 8443,
  data: 'la-chan-data',
  trustedProxies: [],
  retentionDays: 0,
  silentHours: 72,
} as const;

/** What is wrong with the configuration: which setting, and a key of the texts that says why. */
export class ConfigError extends Error {
  readonly setting: string;
  readonly textKey: string;
  constructor(setting: string, textKey: string, detail = '') {
    super(detail);
    this.setting = setting;
    this.textKey = textKey;
  }
}

/**
 * The settings of the server: flags over environment (`LACHAN_PORT`, `DATABASE_URL`…) over file (JSON) over defaults.
 * Throws `ConfigError`.
 */
export async function readConfig(
  flags: Readonly<Record<string, unknown>>,
  env: NodeJS.ProcessEnv,
): Promise<ServerConfig> {
  const file = typeof flags.config === 'string' ? await readConfigFile(flags.config) : {};
  const { config: _, ...given } = flags;
  const parsed = schema.safeParse({
    ...defaults,
    ...file,
    ...fromEnvironment(env),
    ...withoutUndefined(given),
  });
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const setting = issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue.path.join('.');
    throw new ConfigError(setting, 'serverConfigInvalid', issue.message);
  }
  checkTransport(parsed.data);
  return parsed.data;
}

/** Passwords must not cross a network in the clear: plain HTTP only on this machine or behind a known proxy. */
function checkTransport({ host, tlsKey, tlsCert, trustedProxies }: ServerConfig): void {
  if ((tlsKey === undefined) !== (tlsCert === undefined))
    throw new ConfigError('tlsKey', 'serverConfigTlsHalf');
  const isLocal = host === 'localhost' || host === '::1' || /^127\./.test(host);
  if (tlsKey === undefined && !isLocal && trustedProxies.length === 0)
    throw new ConfigError('host', 'serverConfigNoTls');
}

async function readConfigFile(file: string): Promise<object> {
  let written: string;
  try {
    written = await readFile(file, 'utf8');
  } catch {
    throw new ConfigError(file, 'serverConfigUnreadable');
  }
  try {
    const value: unknown = JSON.parse(written);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Said below.
  }
  throw new ConfigError(file, 'serverConfigNotJson');
}

function fromEnvironment(env: NodeJS.ProcessEnv): Record<string, unknown> {
  const read = (name: keyof typeof settings) =>
    env[`LACHAN_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`];
  const numbers = ['port', 'retentionDays', 'silentHours'] as const;
  const texts = ['host', 'data', 'tlsKey', 'tlsCert', 'metricsToken', 'packRoot'] as const;
  return withoutUndefined({
    ...Object.fromEntries(texts.map((name) => [name, read(name)])),
    ...Object.fromEntries(numbers.map((name) => [name, toNumber(read(name))])),
    trustedProxies: read('trustedProxies')
      ?.split(',')
      .map((address) => address.trim()),
    scanKeys: read('scanKeys')?.split(','),
    sweepHosts: read('sweepHosts')
      ?.split(',')
      .map((host) => host.trim().toLowerCase()),
    database: env.DATABASE_URL || undefined,
  });
}

function toNumber(written: string | undefined): number | undefined {
  return written === undefined || written === '' ? undefined : Number(written);
}

function withoutUndefined(given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
