/** `time` is ISO 8601 text; both databases order it as it is. */
export type ColumnType = 'text' | 'integer' | 'bytes';

export interface Table {
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** Columns that may be empty. */
  readonly nullable?: readonly string[];
  readonly key: readonly string[];
  readonly indexes?: Readonly<Record<string, { readonly columns: string; readonly where?: string }>>;
  /** PostgreSQL: one partition a month by this column of time. It must be part of the key. */
  readonly partitionBy?: string;
  /** Made anew from other tables: not part of a backup. */
  readonly derived?: boolean;
  /** Rows too large for the key's own tree. */
  readonly large?: boolean;
}

const words = <N extends string>(...names: N[]) =>
  Object.fromEntries(names.map((name) => [name, 'text'])) as Record<N, 'text'>;
const numbers = <N extends string>(...names: N[]) =>
  Object.fromEntries(names.map((name) => [name, 'integer'])) as Record<N, 'integer'>;

/**
 * Every table, for both databases. Keys begin with the device, the day or a random id, never (but in the trail) with a counter
 * that all writers share: the same schema runs on databases that spread rows over machines.
 */
export const tables = {
  settings: { columns: words('name', 'value'), key: ['name'] },
  users: {
    columns: {
      ...words('name', 'role', 'unit', 'password', 'created', 'locked_until'),
      ...numbers('disabled', 'failures'),
    },
    key: ['name'],
  },
  sessions: {
    columns: words('token', 'user_name', 'csrf', 'created', 'seen', 'expires'),
    key: ['token'],
    indexes: { sessions_user: { columns: 'user_name' } },
  },
  setup_codes: { columns: words('code', 'expires'), key: ['code'] },
  enrolment_codes: {
    columns: { ...words('code', 'unit', 'created', 'created_by', 'expires'), ...numbers('uses', 'used') },
    key: ['code'],
  },
  devices: {
    columns: {
      ...words('device', 'public_key', 'name', 'unit', 'enrolled', 'revoked', 'seen'),
      ...words('product_version', 'pack_version', 'guard'),
    },
    key: ['device'],
    indexes: { devices_unit: { columns: 'unit, device' }, devices_seen: { columns: 'seen' } },
  },
  /** The newest end of each device's chain, in a row of its own: intake locks it, heartbeats do not. */
  tails: {
    columns: { ...words('device', 'hash', 'time'), ...numbers('sequence', 'epoch', 'records') },
    key: ['device'],
  },
  /** Ranges of a chain that have not come. */
  gaps: { columns: { ...words('device', 'found'), ...numbers('first', 'last') }, key: ['device', 'first'] },
  /** What was wrong with what came, kept whatever is repaired later. */
  faults: {
    columns: { ...words('device', 'fault', 'found', 'settled'), ...numbers('first', 'last') },
    key: ['device', 'fault', 'first', 'last'],
  },
  records: {
    columns: {
      ...words('device', 'hash', 'time', 'kind', 'subject', 'unit', 'site', 'channel', 'level'),
      ...words('disposition', 'rules', 'fingerprints', 'state', 'received', 'body'),
      ...numbers('sequence', 'epoch', 'repeats', 'disputed', 'items'),
    },
    key: ['device', 'sequence', 'hash', 'time'],
    indexes: {
      records_time: { columns: 'time, device, sequence', where: "kind = 'incident'" },
      records_unit: { columns: 'unit, time', where: "kind = 'incident'" },
      records_subject: { columns: 'device, subject' },
      records_judged: { columns: 'state, time', where: "state <> 'new' AND kind = 'incident'" },
    },
    partitionBy: 'time',
    large: true,
  },
  /** Checkpoints and tombstones, as signed. */
  statements: {
    columns: { ...words('device', 'signature', 'kind', 'hash', 'received', 'body'), ...numbers('sequence') },
    key: ['device', 'sequence', 'signature'],
  },
  reviews: {
    columns: {
      ...words('device', 'incident', 'id', 'time', 'by_user', 'state', 'note'),
      ...numbers('note_dropped'),
    },
    nullable: ['note'],
    key: ['device', 'incident', 'id'],
  },
  /** Documents that an officer lets one machine send, till the end of a day: its own fingerprints, which no other machine knows. */
  allowed: {
    columns: words('device', 'fingerprint', 'until', 'incident', 'created', 'by_user'),
    key: ['device', 'fingerprint'],
  },
  /** Which days of which units must be counted again. */
  uncounted: { columns: words('id', 'unit', 'day'), key: ['id'] },
  /** A day of a unit, or of all: what its incidents are, by everything they can be filtered by; see `counts/cube.ts`. */
  daily_cubes: {
    columns: { ...words('scope', 'day'), cube: 'bytes' },
    key: ['scope', 'day'],
    indexes: { daily_cubes_day: { columns: 'day' } },
    derived: true,
    large: true,
  },
  /** A day's sums for each single value of each facet over all units: what charts with one filter read. */
  daily_sheets: {
    columns: words('facet', 'value', 'day', 'sheet'),
    key: ['facet', 'value', 'day'],
    indexes: { daily_sheets_day: { columns: 'day' } },
    derived: true,
    large: true,
  },
  packs: {
    columns: {
      ...words('id', 'etag', 'name', 'version', 'uploaded', 'by_user'),
      bytes: 'bytes',
    },
    key: ['id'],
    indexes: { packs_uploaded: { columns: 'uploaded' } },
    large: true,
  },
  policies: { columns: words('unit', 'layer', 'etag', 'changed', 'by_user'), key: ['unit'] },
  /** Who did or looked at what, chained. The one table whose writers wait for each other: people act seldom. */
  trail: {
    columns: {
      ...words('previous', 'hash', 'id', 'time', 'user_name', 'role', 'action', 'target', 'address'),
      ...numbers('sequence'),
    },
    key: ['sequence'],
    indexes: { trail_time: { columns: 'time' } },
  },
  /** Planned sweeps of sites; whoever holds the lease is at it. `memory` is what the next one need not read again. */
  sweeps: {
    columns: {
      ...words('id', 'url', 'created_by', 'started', 'ended', 'error', 'totals', 'report', 'html'),
      ...words('lease', 'leased_until', 'progress'),
      ...numbers('every_hours', 'images', 'fresh', 'asked'),
      memory: 'bytes',
    },
    nullable: ['memory'],
    key: ['id'],
    large: true,
  },
} as const satisfies Readonly<Record<string, Table>>;
