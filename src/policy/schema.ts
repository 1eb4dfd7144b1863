import * as z from 'zod/mini';
import type { Layer } from './policy.ts';

z.config({ jitless: true });

const CONTACT_LENGTH = 300;

const SOURCES = 8;
const ACTION_RULES = 500;
const WEEK_HOURS = 168;
/** Ten years: what a unit keeps longer it keeps outside the browser. */
const RETENTION_DAYS = 3_650;

const action = z.enum(['allow', 'report', 'warn', 'block']);
const outcomeAction = z.enum(['hold', 'warn', 'allow']);

/** A host in any spelling, or a wildcard in front of one; becomes lower case and, for Vietnamese letters, punycode. */
const hostPattern = z.pipe(
  z.string(),
  z.transform((written, context) => {
    const pattern = readHostPattern(written);
    if (pattern !== null) return pattern;
    context.issues.push({
      code: 'custom',
      message: 'write a host such as mail.example.vn, or *.example.vn for it and all below it',
      input: written,
    });
    return z.NEVER;
  }),
);

/** An https address, in the form `accept` gives it. */
const httpsAddress = (message: string, accept: (url: URL) => string | null) =>
  z.pipe(
    z.string(),
    z.transform((written, context) => {
      const url = URL.canParse(written) ? new URL(written) : null;
      const plain = url?.protocol === 'https:' && !url.username && !url.password && !url.search && !url.hash;
      const address = url && plain ? accept(url) : null;
      if (address !== null) return address;
      context.issues.push({ code: 'custom', message, input: written });
      return z.NEVER;
    }),
  );

/** Empty, or the server's origin. */
const serverOrigin = z.union([
  z.literal(''),
  httpsAddress('write the address of the server alone, such as https://la-chan.example.vn', (url) =>
    url.pathname === '/' ? url.origin : null,
  ),
]);

const packFolder = httpsAddress(
  'write the https address of a folder, such as https://files.example.vn/packs/',
  (url) => (url.pathname.endsWith('/') ? url.href : `${url.href}/`),
);

const shortText = z.string().check(z.maxLength(CONTACT_LENGTH));
const oneWord = (length: number) => z.string().check(z.regex(new RegExp(`^[\\w.-]{0,${length}}$`)));
/** Empty, or a day that exists. */
const day = z
  .string()
  .check(
    z.refine(
      (written) =>
        written === '' ||
        (/^\d{4}-\d{2}-\d{2}$/.test(written) && new Date(written).toJSON()?.startsWith(written) === true),
      'write a day as YYYY-MM-DD',
    ),
  );

const actionRule = z.strictObject({
  kind: z.exactOptional(z.enum(['marking', 'category', 'foreign', 'keyword'])),
  level: z.exactOptional(z.enum(['mat', 'toi-mat', 'tuyet-mat'])),
  site: z.exactOptional(hostPattern),
  channel: z.exactOptional(
    z.enum(['paste', 'drop', 'typing', 'file-picker', 'submit', 'script', 'clipboard-api']),
  ),
  action,
});

const outcomeNames = [
  'default',
  'too-large',
  'too-deep',
  'too-many',
  'bomb',
  'encrypted',
  'damaged',
  'timed-out',
  'unknown-format',
  'image-unread',
  'scanner-unavailable',
] as const;

/** One check a setting, so that a mistake in one leaves the others in force. */
const settings = {
  markings: action,
  categories: action,
  foreign: action,
  contact: shortText,
  outcomes: z.partialRecord(z.enum(outcomeNames), outcomeAction),
  sites: z.strictObject({
    add: z.exactOptional(z.array(hostPattern)),
    remove: z.exactOptional(z.array(hostPattern)),
  }),
  protect: z.enum(['listed', 'all']),
  actions: z.array(actionRule).check(z.maxLength(ACTION_RULES)),
  mode: z.enum(['watch', 'warn', 'block']),
  graceUntil: day,
  sectors: z.array(z.string().check(z.regex(/^(\*|[a-z-]+)$/))),
  server: serverOrigin,
  enrolmentCode: oneWord(200),
  deviceName: z.string().check(z.maxLength(100)),
  updates: z.strictObject({
    sources: z.exactOptional(z.array(packFolder).check(z.maxLength(SOURCES))),
    hours: z.exactOptional(z.int().check(z.minimum(1), z.maximum(WEEK_HOURS))),
    root: z.exactOptional(z.string().check(z.regex(/^([0-9a-f]{64})?$/))),
  }),
  retentionDays: z.int().check(z.minimum(0), z.maximum(RETENTION_DAYS)),
  reportTarget: shortText,
} as const satisfies { [K in keyof Layer]-?: z.ZodMiniType<NonNullable<Layer[K]>> };

/** Lists of objects, in which a mistake takes the whole entry out: what is left of it would mean something else. */
const WHOLE_ENTRIES: readonly (keyof Layer)[] = ['actions'];

/** The checks themselves, for what is made from them (the schema for administrators). */
export const settingSchemas: Readonly<Record<keyof Layer, z.ZodMiniType>> = settings;

/** The settings a layer may hold. */
export const settingNames = Object.keys(settings) as (keyof Layer)[];

/** A setting that was not understood and is therefore not in force, in words for an administrator. */
export interface LayerProblem {
  readonly setting: string;
  readonly problem: string;
}

/**
 * Reads one layer as it was stored or pushed. Never throws; what makes no sense is left out and named, what stands beside
 * it stays in force: one misspelt host must not open all others.
 */
export function readLayer(raw: unknown): { layer: Layer; problems: LayerProblem[] } {
  if (raw === undefined || raw === null) return { layer: {}, problems: [] };
  if (!isTree(raw) || Array.isArray(raw))
    return { layer: {}, problems: [{ setting: '(whole)', problem: 'expected an object' }] };
  const layer: Record<string, unknown> = {};
  const problems: LayerProblem[] = [];
  for (const [name, value] of Object.entries(raw)) {
    if (!isSetting(name)) {
      problems.push({ setting: name, problem: 'no such setting' });
      continue;
    }
    const whole = settings[name].safeParse(value);
    const faults = whole.success ? [] : whole.error.issues.flatMap(faultsOf);
    for (const { path, message } of faults)
      problems.push({ setting: [name, ...path].join('.'), problem: message });
    const cut = WHOLE_ENTRIES.includes(name)
      ? faults.map(({ path }) => ({ path: path.slice(0, 1) }))
      : faults;
    const kept = whole.success ? whole : settings[name].safeParse(withoutPaths(value, cut));
    if (kept.success) layer[name] = kept.data;
  }
  return { layer, problems };
}

type Path = readonly PropertyKey[];
type Tree = { [key: PropertyKey]: unknown };

/** The places an issue speaks of. */
function faultsOf(issue: z.core.$ZodIssue): { path: Path; message: string }[] {
  const { path, message } = issue;
  if (issue.code !== 'unrecognized_keys') return [{ path, message }];
  return issue.keys.map((key) => ({ path: [...path, key], message: 'no such setting' }));
}

/** A copy of plain data without what stands at the paths; undefined when that is all of it. */
function withoutPaths(value: unknown, faults: readonly { path: Path }[]): unknown {
  if (faults.some(({ path }) => path.length === 0)) return undefined;
  if (!isTree(value)) return value;
  const kept = Object.entries(value).flatMap(([key, child]) => {
    const inside = faults.filter(({ path }) => String(path[0]) === key);
    const rest = withoutPaths(
      child,
      inside.map(({ path }) => ({ path: path.slice(1) })),
    );
    return inside.length > 0 && rest === undefined ? [] : [[key, rest] as const];
  });
  return Array.isArray(value) ? kept.map(([, child]) => child) : Object.fromEntries(kept);
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null;
}

function isSetting(name: string): name is keyof typeof settings {
  return Object.hasOwn(settings, name);
}

/** The pattern in the form that `matchesHost` reads, or null when it is none. */
export function readHostPattern(written: string): string | null {
  const trimmed = written.trim().toLowerCase();
  if (trimmed === '*') return trimmed;
  const wild = trimmed.startsWith('*.');
  const bare = wild ? trimmed.slice(2) : trimmed;
  if (!/^[\p{L}\p{N}\p{M}-]+(\.[\p{L}\p{N}\p{M}-]+)*$/u.test(bare) || !URL.canParse(`http://${bare}/`))
    return null;
  const host = new URL(`http://${bare}/`).hostname;
  return wild ? `*.${host}` : host;
}
