import type { Sql } from './database.ts';
import { newestPack } from './packs.ts';

/** How a machine stands: the first that applies. */
export type MachineState = 'revoked' | 'silent' | 'off' | 'outdated' | 'faulty' | 'well';

export interface MachineStatus {
  readonly device: string;
  readonly name: string;
  readonly unit: string;
  /** ISO 8601. */
  readonly seen: string;
  readonly enrolled: string;
  readonly productVersion: string;
  readonly packVersion: string;
  readonly guard: string;
  readonly state: MachineState;
  /** What was wrong with its log and is not settled. */
  readonly faults: readonly { readonly fault: string; readonly first: number; readonly last: number }[];
}

export interface Coverage {
  readonly machines: readonly MachineStatus[];
  /** Give it as `after` for the next page; null when this was the last. */
  readonly next: string | null;
  /** Of the unit, all pages. */
  readonly totals: Readonly<Record<MachineState, number>>;
  readonly newestPack: string | null;
}

interface DeviceRow extends Omit<MachineStatus, 'state' | 'faults'> {
  readonly state: MachineState;
}

const PAGE = 500;
const HOUR = 3_600_000;
const STATES: readonly MachineState[] = ['revoked', 'silent', 'off', 'outdated', 'faulty', 'well'];

/** Which machines are heard of and up to date, a page at a time by device. */
export async function readCoverage(
  sql: Sql,
  wanted: { unit: string; state: string; after: string },
  { now, silentHours }: { now: Date; silentHours: number },
): Promise<Coverage> {
  const pack = await newestPack(sql);
  const newest = pack === null ? null : String(pack.version);
  const since = new Date(now.getTime() - silentHours * HOUR).toISOString();
  const state = `CASE WHEN d.revoked <> '' THEN 'revoked' WHEN d.seen < ? THEN 'silent' WHEN d.guard = 'off' THEN 'off'
    WHEN ? <> '' AND d.pack_version <> ? THEN 'outdated'
    WHEN EXISTS (SELECT 1 FROM faults f WHERE f.device = d.device AND f.settled = '') THEN 'faulty' ELSE 'well' END`;
  const stateValues = [since, newest ?? '', newest ?? ''];
  const ofUnit = wanted.unit === '' ? '' : ' WHERE d.unit = ?';
  const unitValues = wanted.unit === '' ? [] : [wanted.unit];
  const rows = await sql.all<DeviceRow>(
    `SELECT * FROM (SELECT d.device, d.name, d.unit, d.seen, d.enrolled, d.product_version AS "productVersion",
       d.pack_version AS "packVersion", d.guard, ${state} AS state FROM devices d${ofUnit}) AS m
     WHERE device > ?${wanted.state === '' ? '' : ' AND state = ?'} ORDER BY device LIMIT ${PAGE}`,
    [...stateValues, ...unitValues, wanted.after, ...(wanted.state === '' ? [] : [wanted.state])],
  );
  const counts = await sql.all<{ state: MachineState; n: number }>(
    `SELECT state, count(*) AS n FROM (SELECT ${state} AS state FROM devices d${ofUnit}) AS m GROUP BY state`,
    [...stateValues, ...unitValues],
  );
  const totals = Object.fromEntries(STATES.map((each) => [each, 0])) as Record<MachineState, number>;
  for (const each of counts) totals[each.state] = each.n;
  return {
    machines: await Promise.all(
      rows.map(async (row) => ({ ...row, faults: await readFaults(sql, row.device) })),
    ),
    next: rows.length === PAGE ? rows.at(-1)!.device : null,
    totals,
    newestPack: newest,
  };
}

function readFaults(sql: Sql, device: string) {
  return sql.all<{ fault: string; first: number; last: number }>(
    "SELECT fault, first, last FROM faults WHERE device = ? AND settled = '' ORDER BY first LIMIT 20",
    [device],
  );
}
