import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import {
  type GivenFile,
  parseTrustedKeys,
  type TrustedKey,
  type Verification,
  verifyCertificate,
} from '../certificate/verify.ts';
import { EXIT } from './command.ts';
import { fileErrorKey } from './file-errors.ts';
import { writeLine } from './output.ts';
import { ownKeyId } from './precheck-key.ts';
import type { Texts } from './texts.ts';

/** Beyond this a certificate of 100,000 items would still fit. */
const LONGEST = 64 * 1024 * 1024;

export interface VerifyRequest {
  readonly certificate: string;
  readonly files: readonly string[];
  /** Key ids, or files that list them. */
  readonly trust: readonly string[];
  readonly ownKey: string | undefined;
  readonly packVersion?: string;
  /** In days. */
  readonly maxAge?: number;
  readonly json: boolean;
}

/** What the exit code says: 0 clean, whole and signed by a known key; 1 whole, but see the words; 2 does not hold. */
const HOLDS = { yes: 0, partly: 1, no: 2 } as const;

/** `la-chan precheck verify`: holds a certificate, and files if given, against known keys. */
export async function verifyFiles(request: VerifyRequest, texts: Texts): Promise<number> {
  const { certificate, files, json, packVersion, maxAge } = request;
  try {
    if ((await stat(certificate)).size > LONGEST) throw new RangeError('too long for a certificate');
    const text = await readFile(certificate, 'utf8');
    const given: GivenFile[] = [];
    for (const file of files) given.push(await readPrint(file));
    const trusted = [...(await readTrusted(request.trust)), ...(await ownKey(request.ownKey, texts))];
    const verified = await verifyCertificate(text, {
      now: new Date(),
      trusted,
      files: given,
      ...(packVersion !== undefined && { packVersion }),
      ...(maxAge !== undefined && { maxAge }),
    });
    await writeLine(json ? toJson(verified, files) : toText(verified, files, texts));
    return exitOf(verified);
  } catch (error) {
    const { path = certificate } = error as NodeJS.ErrnoException;
    process.stderr.write(`la-chan: ${texts(fileErrorKey(error), path)}\n`);
    return EXIT.failed;
  }
}

async function readPrint(file: string): Promise<GivenFile> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of createReadStream(file)) {
    hash.update(piece);
    size += piece.length;
  }
  return { sha256: hash.digest('hex'), size };
}

async function readTrusted(trust: readonly string[]): Promise<TrustedKey[]> {
  const keys: TrustedKey[] = [];
  for (const one of trust) {
    const named = parseTrustedKeys(one);
    keys.push(...(named.length > 0 ? named : parseTrustedKeys(await readFile(one, 'utf8'))));
  }
  return keys;
}

async function ownKey(file: string | undefined, texts: Texts): Promise<TrustedKey[]> {
  const keyId = await ownKeyId(file);
  return keyId === null ? [] : [{ keyId, name: texts('cliVerifyOwnKey') }];
}

function exitOf({ faults, signer, certificate }: Verification): number {
  if (faults.length > 0) return HOLDS.no;
  return signer && certificate?.statement.result === 'clean' ? HOLDS.yes : HOLDS.partly;
}

function toJson({ faults, certificate, signer, files }: Verification, names: readonly string[]): string {
  const statement = certificate?.statement;
  return JSON.stringify({
    holds: faults.length === 0 && signer !== null,
    faults,
    keyId: certificate?.signature.keyId ?? null,
    signer: signer?.name ?? null,
    result: statement?.result ?? null,
    issued: statement?.issued ?? null,
    packVersion: statement?.checker.pack.version ?? null,
    files: names.map((file, i) => {
      const item = files[i] ?? null;
      return { file, item, result: item === null ? null : statement?.items[item]?.result };
    }),
  });
}

function toText(
  { faults, certificate, signer, files }: Verification,
  names: readonly string[],
  texts: Texts,
): string {
  const lines = [
    texts(faults.length > 0 ? 'cliVerifyBad' : signer ? 'cliVerifyGood' : 'cliVerifyUnknownKey'),
  ];
  lines.push(...faults.map((fault) => `  ${texts(`fault_${fault.replaceAll('-', '_')}`)}`));
  if (!certificate) return lines.join('\n');
  const { statement, signature } = certificate;
  const { pack, product } = statement.checker;
  const whose = signer ? signer.name || texts('cliVerifyNamelessKey') : texts('cliVerifyNobody');
  lines.push(
    texts('cliVerifyKey', signature.keyId, whose),
    texts('cliVerifyChecked', statement.issued, product, pack.name, pack.version),
    texts(`precheck_overall_${statement.result}`, String(statement.items.length)),
  );
  names.forEach((name, i) => {
    const item = statement.items[files[i] ?? -1];
    const words = item ? texts(`precheck_item_${item.result}`) : texts('cliVerifyOtherFile');
    lines.push(`${name}: ${words}`);
  });
  return lines.join('\n');
}
