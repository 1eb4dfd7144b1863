import { parseArgs } from 'node:util';
import { ConfigError, readConfig, type ServerConfig } from '../server/config.ts';
import { type Command, EXIT, refuse } from './command.ts';
import type { Texts } from './texts.ts';

const options = {
  config: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  data: { type: 'string' },
  database: { type: 'string' },
  'tls-key': { type: 'string' },
  'tls-cert': { type: 'string' },
  'trusted-proxy': { type: 'string', multiple: true },
  'retention-days': { type: 'string' },
  'pack-root': { type: 'string' },
  'sweep-host': { type: 'string', multiple: true },
} as const;

/** node:sqlite came without a flag in this version. */
const OLDEST_NODE = [22, 13] as const;

/** `la-chan server`, and what is done to its database by hand. */
export const server: Command = {
  async run(args, texts) {
    const parsed = parse(args);
    const [action = 'start', file, ...more] = parsed?.positionals ?? [];
    if (!parsed || more.length > 0 || !Object.hasOwn(ACTIONS, action)) return refuse(texts, 'server');
    const { run, takesFile } = ACTIONS[action as keyof typeof ACTIONS];
    if (takesFile !== 'maybe' && (file !== undefined) !== takesFile) return refuse(texts, 'server');
    if (isOld(process.versions.node)) {
      process.stderr.write(`la-chan: ${texts('serverNodeTooOld', process.versions.node)}\n`);
      return EXIT.failed;
    }
    try {
      return await run(await readConfig(flagsOf(parsed.values), process.env), texts, file ?? '');
    } catch (error) {
      process.stderr.write(`la-chan: ${describeError(error, texts)}\n`);
      return EXIT.failed;
    }
  },
};

type Action = (config: ServerConfig, texts: Texts, file: string) => Promise<number>;

const ACTIONS: Readonly<
  Record<
    'start' | 'admin-code' | 'backup' | 'restore' | 'check-trail',
    { run: Action; takesFile: boolean | 'maybe' }
  >
> = {
  start: {
    takesFile: false,
    run: async (config, texts) => (await import('./server-start.ts')).start(config, texts),
  },
  'admin-code': {
    takesFile: false,
    run: async (config, texts) => (await import('./server-start.ts')).makeAdminCode(config, texts),
  },
  'check-trail': {
    takesFile: 'maybe',
    run: async (...given) => (await import('./server-trail.ts')).checkAuditTrail(...given),
  },
  backup: { takesFile: true, run: async (...given) => (await import('./server-backup.ts')).backup(...given) },
  restore: {
    takesFile: true,
    run: async (...given) => (await import('./server-backup.ts')).restore(...given),
  },
};

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch {
    return null;
  }
}

function flagsOf(values: NonNullable<ReturnType<typeof parse>>['values']): Record<string, unknown> {
  const number = (written: string | undefined) => (written === undefined ? undefined : Number(written));
  return {
    config: values.config,
    host: values.host,
    port: number(values.port),
    data: values.data,
    database: values.database,
    tlsKey: values['tls-key'],
    tlsCert: values['tls-cert'],
    trustedProxies: values['trusted-proxy'],
    retentionDays: number(values['retention-days']),
    packRoot: values['pack-root'],
    sweepHosts: values['sweep-host'],
  };
}

function isOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
}

/** What went wrong and what to do; a database's own words are for experts and come last. */
function describeError(error: unknown, texts: Texts): string {
  if (error instanceof ConfigError) return texts(error.textKey, error.setting, error.message);
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return texts('serverPortTaken');
  if (code === 'EACCES' || code === 'EPERM') return texts('serverForbidden', message);
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === '28P01' || code === '3D000')
    return texts('serverDatabaseUnreachable', code);
  return texts('serverFailed', message);
}
