import { existsSync } from 'node:fs';
import * as z from 'zod/mini';
import type { Root } from '../../rules/trust/documents.ts';
import { readRoot } from '../../rules/trust/signed.ts';
import { sha256Hex } from '../../signing/bytes.ts';
import { canonicalJson } from '../../signing/canonical-json.ts';
import { type Command, EXIT } from '../command.ts';
import type { Texts } from '../texts.ts';
import { type Arguments, readArguments } from './arguments.ts';
import { countSignatures, newestRoot, readRootsFile, writeRootsFile } from './chain-file.ts';
import { readText, writeWhole } from './files.ts';
import type { NamedKey } from './private-key.ts';
import { Misuse, Refusal } from './refusal.ts';

const WANTED = {
  unit: 'one',
  'root-key': 'many',
  'pack-key': 'many',
  'root-threshold': 'one',
  'pack-threshold': 'one',
  expires: 'one',
} as const;

/** `la-chan rules root new|rotate|show ROOTS`. */
export const root: Command = {
  async run(args, texts) {
    const given = readArguments(args, WANTED, [2, 2]);
    const [what, file = ''] = given.rest;
    if (what === 'new') await makeFirst(file, given);
    else if (what === 'rotate') await rotate(file, given);
    else if (what !== 'show') throw new Misuse();
    process.stdout.write(`${await describeChain(file, texts)}\n`);
    return EXIT.ok;
  },
};

async function makeFirst(file: string, given: Arguments): Promise<void> {
  if (existsSync(file)) throw new Refusal('rulesExists', file);
  const unit = given.one('unit');
  if (unit === undefined || !given.one('expires')) throw new Misuse();
  const signed = await writeRoot(unit, 1, given, undefined);
  await writeWhole(file, writeRootsFile({ format: 'la-chan.roots/1', roots: [{ signed, signatures: [] }] }));
}

async function rotate(file: string, given: Arguments): Promise<void> {
  const chain = await readRootsFile(file);
  const { root: before } = await newestRoot(chain.roots);
  const signed = await writeRoot(before.unit, before.version + 1, given, before);
  await writeWhole(file, writeRootsFile({ ...chain, roots: [...chain.roots, { signed, signatures: [] }] }));
}

/** The text of a new root; what is not given stays as it was `before`. */
async function writeRoot(
  unit: string,
  version: number,
  given: Arguments,
  before: Root | undefined,
): Promise<string> {
  const keys = new Map(before?.keys.map((key) => [key.id, key]));
  const role = async (name: 'root' | 'pack') => {
    const added = await Promise.all(given.many(`${name}-key`).map(readPublicKey));
    for (const key of added) keys.set(key.id, key);
    const ids = added.length > 0 ? added.map(({ id }) => id) : (before?.roles[name].keys ?? []);
    const threshold = Number(given.one(`${name}-threshold`) ?? before?.roles[name].threshold ?? 1);
    if (!Number.isInteger(threshold) || threshold < 1 || threshold > ids.length)
      throw new Refusal('rulesThreshold', name, String(ids.length));
    return { keys: [...ids], threshold };
  };
  const roles = { root: await role('root'), pack: await role('pack') };
  const used = new Set([...roles.root.keys, ...roles.pack.keys]);
  const expires = given.one('expires') ? readDay(given.one('expires')!) : before!.expires;
  const wanted = [...keys.values()].filter(({ id }) => used.has(id));
  const text = canonicalJson({ type: 'la-chan.root', unit, version, expires, keys: wanted, roles });
  await readRoot(text).catch(() => {
    throw new Refusal('rulesBadRoot', unit);
  });
  return text;
}

const keySchema = z.strictObject({ id: z.string(), kind: z.enum(['ed25519', 'p256']), public: z.string() });

async function readPublicKey(file: string): Promise<NamedKey> {
  const text = await readText(file);
  try {
    return keySchema.parse(JSON.parse(text));
  } catch {
    throw new Refusal('rulesNoPublicKey', file);
  }
}

/** A day as the last second of it. */
export function readDay(day: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day))) throw new Refusal('rulesNoDay', day);
  return `${day}T23:59:59Z`;
}

async function describeChain(file: string, texts: Texts): Promise<string> {
  const { roots } = await readRootsFile(file);
  const { root: newest, before } = await newestRoot(roots);
  const roles = (before ? [before, newest] : [newest]).map((each) => ({ root: each, role: 'root' as const }));
  const counts = await countSignatures(roots.at(-1)!, roles);
  const missing = counts.filter(({ have, need }) => have < need);
  return [
    texts('rulesRootShown', newest.unit, String(newest.version), newest.expires.slice(0, 10)),
    texts('rulesRootKeys', String(newest.roles.root.threshold), newest.roles.root.keys.join(', ')),
    texts('rulesPackKeys', String(newest.roles.pack.threshold), newest.roles.pack.keys.join(', ')),
    missing.length === 0
      ? texts('rulesRootFingerprint', await sha256Hex(roots.at(-1)!.signed))
      : texts('rulesRootUnsigned', counts.map(({ have, need }) => `${have}/${need}`).join(', ')),
  ].join('\n');
}
