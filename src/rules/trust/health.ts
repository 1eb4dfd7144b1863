import { type TrustedState, trustedStateSchema } from './documents.ts';

/** How the pack in use stands. Nothing here disarms: `expired` and `revoked` are for people to see and act on. */
export type PackHealth = 'none' | 'fresh' | 'expiring' | 'expired' | 'revoked';

/** Days before expiry from which on people are told. */
const NOTICE_DAYS = 14;
const DAY = 86_400_000;

export function packHealth({ pack }: TrustedState, now: Date): PackHealth {
  if (!pack) return 'none';
  if (pack.revoked) return 'revoked';
  const left = Date.parse(pack.expires) - now.getTime();
  if (left <= 0) return 'expired';
  return left <= NOTICE_DAYS * DAY ? 'expiring' : 'fresh';
}

/** The state as it was stored, or null when it is none. */
export function readTrustedState(raw: unknown): TrustedState | null {
  const parsed = trustedStateSchema.safeParse(raw);
  return parsed.success ? parsed.data : null;
}
