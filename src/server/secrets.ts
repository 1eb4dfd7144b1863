import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** 32 MiB and about a tenth of a second for each guess (OWASP's second choice of parameters). */
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 } as const;
const LENGTH = 32;
/** Without letters that look alike: people type these. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const CODE_LENGTH = 20;

/** A new token of 256 bits, base64url. */
export function makeToken(): string {
  return randomBytes(32).toString('base64url');
}

/** A new code of 100 bits that a person can type: `ABCDE-FGHJK-…`. */
export function makeCode(): string {
  const letters = Array.from(randomBytes(CODE_LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return letters.replace(/(.{5})(?=.)/g, '$1-');
}

/** What the database keeps of a token or code: enough to know it again. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** What the database keeps of a typed code; case and dashes do not matter. */
export function hashCode(code: string): string {
  return hashToken(code.toUpperCase().replace(/[^A-Z0-9]/g, ''));
}

/** `scrypt$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt);
  return `scrypt$${salt.toString('base64url')}$${hash.toString('base64url')}`;
}

/** True when the password is the one that was hashed. Takes as long for a name that nobody has (`stored` null). */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const [, salt = '', hash = ''] = (stored ?? NOBODY).split('$');
  const given = await derive(password, Buffer.from(salt, 'base64url'));
  const wanted = Buffer.from(hash, 'base64url');
  return given.length === wanted.length && timingSafeEqual(given, wanted) && stored !== null;
}

/** True when both are equal; takes the same time wherever they differ. */
export function isSameToken(given: string, wanted: string): boolean {
  return timingSafeEqual(Buffer.from(hashToken(given)), Buffer.from(hashToken(wanted)));
}

const NOBODY = `scrypt$${'A'.repeat(22)}$${'A'.repeat(43)}`;

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    scrypt(password.normalize('NFKC'), salt, LENGTH, COST, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );
}
