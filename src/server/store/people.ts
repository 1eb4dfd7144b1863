import { hashCode, hashPassword, hashToken, isPassword, makeCode, makeToken } from '../secrets.ts';
import type { Database, Sql } from './database.ts';

export const roles = ['officer', 'admin', 'webmaster', 'auditor'] as const;
export type Role = (typeof roles)[number];

/** A person who may log in. `unit` empty: all units. */
export interface User {
  readonly name: string;
  readonly role: Role;
  readonly unit: string;
  readonly disabled: boolean;
}

export interface Session {
  readonly user: User;
  /** What every changing request of this session must carry. */
  readonly csrf: string;
}

/** Guesses before a name has to wait, and how long at first; each further guess doubles it. */
const FREE_FAILURES = 5;
const FIRST_WAIT = 30_000;
const LONGEST_WAIT = 900_000;

const IDLE = 30 * 60_000;
const LONGEST_SESSION = 12 * 3_600_000;
const SEEN_STEP = 60_000;
const SETUP_CODE_LIFE = 24 * 3_600_000;

interface UserRow {
  readonly name: string;
  readonly role: Role;
  readonly unit: string;
  readonly disabled: number;
  readonly password: string;
  readonly failures: number;
  readonly lockedUntil: string;
}

const USER =
  'SELECT name, role, unit, disabled, password, failures, locked_until AS "lockedUntil" FROM users';

/** Adds a person. False when the name is taken. */
export async function addUser(
  sql: Sql,
  user: Omit<User, 'disabled'> & { password: string },
  now: Date,
): Promise<boolean> {
  const password = await hashPassword(user.password);
  const columns = ['name', 'role', 'unit', 'password', 'created', 'locked_until', 'disabled', 'failures'];
  const row = [user.name, user.role, user.unit, password, now.toISOString(), '', 0, 0];
  return (await sql.insert('users', columns, [row])) > 0;
}

export async function listUsers(sql: Sql): Promise<User[]> {
  return (await sql.all<UserRow>(`${USER} ORDER BY name`)).map(asUser);
}

/** Sets a new password, or shuts the account; both end every session of that name. False when there is no such name. */
export async function changeUser(
  db: Database,
  name: string,
  change: { password?: string; disabled?: boolean; role?: Role; unit?: string },
): Promise<boolean> {
  const password = change.password === undefined ? undefined : await hashPassword(change.password);
  return db.transaction(async (sql) => {
    const [row] = await sql.all<UserRow>(`${USER} WHERE name = ?`, [name]);
    if (!row) return false;
    const disabled = (change.disabled ?? row.disabled !== 0) ? 1 : 0;
    await sql.run(
      "UPDATE users SET password = ?, disabled = ?, role = ?, unit = ?, failures = 0, locked_until = '' WHERE name = ?",
      [password ?? row.password, disabled, change.role ?? row.role, change.unit ?? row.unit, name],
    );
    await sql.run('DELETE FROM sessions WHERE user_name = ?', [name]);
    return true;
  });
}

export type Login =
  | { readonly ok: true; readonly token: string; readonly user: User }
  | { readonly ok: false; readonly waitUntil: string };

/** Checks name and password. What went wrong is not told apart: that would say which names exist. */
export async function logIn(db: Database, name: string, password: string, now: Date): Promise<Login> {
  const [row] = await db.all<UserRow>(`${USER} WHERE name = ?`, [name]);
  if (row && row.lockedUntil > now.toISOString()) return { ok: false, waitUntil: row.lockedUntil };
  const right = await isPassword(password, row?.password ?? null);
  if (!row || !right || row.disabled) {
    if (row) await noteFailure(db, row, now);
    return { ok: false, waitUntil: '' };
  }
  const token = makeToken();
  await db.transaction(async (sql) => {
    await sql.run("UPDATE users SET failures = 0, locked_until = '' WHERE name = ?", [name]);
    const time = now.toISOString();
    const expires = new Date(now.getTime() + LONGEST_SESSION).toISOString();
    await sql.run('DELETE FROM sessions WHERE expires < ?', [time]);
    await sql.insert(
      'sessions',
      ['token', 'user_name', 'csrf', 'created', 'seen', 'expires'],
      [[hashToken(token), name, makeToken(), time, time, expires]],
    );
  });
  return { ok: true, token, user: asUser(row) };
}

/** The session a token opens; null when it ended, idled out or its person was shut out. */
export async function readSession(db: Database, token: string, now: Date): Promise<Session | null> {
  const [row] = await db.all<UserRow & { csrf: string; seen: string; expires: string }>(
    `SELECT u.name, u.role, u.unit, u.disabled, s.csrf, s.seen, s.expires
       FROM sessions s JOIN users u ON u.name = s.user_name WHERE s.token = ?`,
    [hashToken(token)],
  );
  if (!row || row.disabled || row.expires <= now.toISOString()) return null;
  const idle = now.getTime() - Date.parse(row.seen);
  if (idle > IDLE) return null;
  if (idle > SEEN_STEP)
    await db.run('UPDATE sessions SET seen = ? WHERE token = ?', [now.toISOString(), hashToken(token)]);
  return { user: asUser(row), csrf: row.csrf };
}

export async function logOut(sql: Sql, token: string): Promise<void> {
  await sql.run('DELETE FROM sessions WHERE token = ?', [hashToken(token)]);
}

/** A new one-time code for a first (or a locked-out) administrator. Only its hash is kept. */
export async function createSetupCode(sql: Sql, now: Date): Promise<string> {
  const code = makeCode();
  const expires = new Date(now.getTime() + SETUP_CODE_LIFE).toISOString();
  await sql.insert('setup_codes', ['code', 'expires'], [[hashCode(code), expires]]);
  return code;
}

export async function hasUsers(sql: Sql): Promise<boolean> {
  return (await sql.all('SELECT name FROM users LIMIT 1')).length > 0;
}

export async function hasSetupCode(sql: Sql, now: Date): Promise<boolean> {
  return (await sql.all('SELECT code FROM setup_codes WHERE expires > ?', [now.toISOString()])).length > 0;
}

/** Makes the administrator that a setup code stands for. The code works once. */
export async function useSetupCode(
  db: Database,
  code: string,
  user: { name: string; password: string },
  now: Date,
): Promise<'made' | 'bad-code' | 'name-taken'> {
  const hash = hashCode(code);
  const time = now.toISOString();
  const [known] = await db.all('SELECT code FROM setup_codes WHERE code = ? AND expires > ?', [hash, time]);
  if (!known) return 'bad-code';
  const [taken] = await db.all('SELECT name FROM users WHERE name = ?', [user.name]);
  if (taken) return 'name-taken';
  return db.transaction(async (sql) => {
    if ((await sql.run('DELETE FROM setup_codes WHERE code = ? AND expires > ?', [hash, time])) === 0)
      return 'bad-code';
    return (await addUser(sql, { ...user, role: 'admin', unit: '' }, now)) ? 'made' : 'name-taken';
  });
}

async function noteFailure(db: Database, { name, failures }: UserRow, now: Date): Promise<void> {
  const over = failures + 1 - FREE_FAILURES;
  const wait = over < 0 ? 0 : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** over);
  const until = wait === 0 ? '' : new Date(now.getTime() + wait).toISOString();
  await db.run('UPDATE users SET failures = failures + 1, locked_until = ? WHERE name = ?', [until, name]);
}

function asUser({ name, role, unit, disabled }: UserRow): User {
  return { name, role, unit, disabled: disabled !== 0 };
}
