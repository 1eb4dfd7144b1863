import { hashCode, makeCode } from '../secrets.ts';
import type { Database, Sql } from './database.ts';

export interface Device {
  readonly device: string;
  readonly publicKey: string;
  readonly name: string;
  readonly unit: string;
  /** ISO 8601; empty while it is trusted. */
  readonly revoked: string;
}

export interface EnrolmentCode {
  readonly unit: string;
  readonly created: string;
  readonly createdBy: string;
  readonly expires: string;
  readonly uses: number;
  readonly used: number;
}

/** What a machine says about itself. */
export interface Heartbeat {
  readonly productVersion: string;
  readonly packVersion: string;
  /** `on`, or what holds it back: `watch`, `off`. */
  readonly guard: string;
}

const DEVICE = 'SELECT device, public_key AS "publicKey", name, unit, revoked FROM devices';

export async function findDevice(sql: Sql, device: string): Promise<Device | null> {
  const [row] = await sql.all<Device>(`${DEVICE} WHERE device = ?`, [device]);
  return row ?? null;
}

/** Makes a code with which `uses` machines of a unit can enrol. Only its hash is kept. */
export async function createEnrolmentCode(
  db: Database,
  code: { unit: string; uses: number; expires: string; by: string; now: Date },
): Promise<string> {
  const made = makeCode();
  await db.insert(
    'enrolment_codes',
    ['code', 'unit', 'created', 'created_by', 'expires', 'uses', 'used'],
    [[hashCode(made), code.unit, code.now.toISOString(), code.by, code.expires, code.uses, 0]],
  );
  return made;
}

export function listEnrolmentCodes(sql: Sql): Promise<EnrolmentCode[]> {
  return sql.all(
    'SELECT unit, created, created_by AS "createdBy", expires, uses, used FROM enrolment_codes ORDER BY created DESC LIMIT 500',
  );
}

/**
 * Enrols a device with a code. A device that is enrolled already costs no use: its answer may have been lost. `null` when
 * the code is none, used up or too old, or the device was revoked.
 */
export function enrolDevice(
  db: Database,
  device: { device: string; publicKey: string; name: string; code: string; now: Date },
): Promise<Device | null> {
  return db.transaction(async (sql) => {
    const time = device.now.toISOString();
    const known = await findDevice(sql, device.device);
    const code = hashCode(device.code);
    const [found] = await sql.all<{ unit: string; uses: number; used: number; expires: string }>(
      `SELECT unit, uses, used, expires FROM enrolment_codes WHERE code = ?${db.forUpdate}`,
      [code],
    );
    if (!found || (known && known.revoked !== '')) return null;
    if (known) return known;
    if (found.used >= found.uses || found.expires <= time) return null;
    await sql.run('UPDATE enrolment_codes SET used = used + 1 WHERE code = ?', [code]);
    await insertDevice(sql, { ...device, unit: found.unit, guard: '' }, time);
    await sql.insert(
      'tails',
      ['device', 'hash', 'time', 'sequence', 'epoch', 'records'],
      [[device.device, '0'.repeat(64), '', 0, 1, 0]],
    );
    return findDevice(sql, device.device);
  });
}

/** Takes the trust from a device; what it sent stays. False when there is no such device. */
export async function revokeDevice(sql: Sql, device: string, now: Date): Promise<boolean> {
  return (
    (await sql.run("UPDATE devices SET revoked = ? WHERE device = ? AND revoked = ''", [
      now.toISOString(),
      device,
    ])) > 0
  );
}

/** Notes that a device was heard of. */
export async function noteHeartbeat(sql: Sql, device: string, beat: Heartbeat, now: Date): Promise<void> {
  await sql.run(
    'UPDATE devices SET seen = ?, product_version = ?, pack_version = ?, guard = ? WHERE device = ?',
    [now.toISOString(), beat.productVersion, beat.packVersion, beat.guard, device],
  );
}

/** Writes a new row; `publicKey` is empty and `guard` is `on` for a site, which has no key and no heartbeat. */
export async function insertDevice(
  sql: Sql,
  row: Pick<Device, 'device' | 'publicKey' | 'name' | 'unit'> & { readonly guard: string },
  time: string,
): Promise<void> {
  const { device, publicKey, name, unit, guard } = row;
  await sql.insert(
    'devices',
    [
      'device',
      'public_key',
      'name',
      'unit',
      'enrolled',
      'revoked',
      'seen',
      'product_version',
      'pack_version',
      'guard',
    ],
    [[device, publicKey, name, unit, time, '', time, '', '', guard]],
  );
}
