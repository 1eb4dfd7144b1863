import { parseTrustedKeys, type TrustedKey, verifyCertificate } from '../certificate/verify.ts';
import { t } from '../ui/text.ts';
import { hashBytes } from './check.ts';
import type { Signer } from './host.ts';
import type { Verified } from './model.ts';

/** Holds a certificate against files, the person's list of keys and this browser's own key. Never rejects. */
export async function holdAgainst(
  certificate: File,
  files: readonly File[],
  keys: string,
  signer: Signer | null,
): Promise<Verified> {
  const trusted: TrustedKey[] = parseTrustedKeys(keys);
  const own = await signer?.keyId().catch(() => null);
  if (own) trusted.push({ keyId: own, name: t('precheck_own_key') });
  const text = await certificate.text().catch(() => '');
  const given = [];
  for (const file of files) given.push({ sha256: await hashFile(file), size: file.size });
  const verification = await verifyCertificate(text, { now: new Date(), trusted, files: given });
  return { verification, names: files.map((file) => file.name) };
}

/** A file that cannot be read belongs to no certificate. */
async function hashFile(file: File): Promise<string> {
  try {
    return (await hashBytes(new Uint8Array(await file.arrayBuffer()))) ?? '';
  } catch {
    return '';
  }
}
