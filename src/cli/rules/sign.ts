import type { Root, Signed } from '../../rules/trust/documents.ts';
import { type Command, EXIT } from '../command.ts';
import { readArguments } from './arguments.ts';
import {
  countSignatures,
  newestRoot,
  readDraft,
  readRootsFile,
  writeDraft,
  writeRootsFile,
} from './chain-file.ts';
import { readText, writeWhole } from './files.ts';
import { readPassphrase } from './passphrase.ts';
import { publicPart, readKey, signWith } from './private-key.ts';
import { Refusal } from './refusal.ts';

type Roles = readonly { readonly root: Root; readonly role: 'root' | 'pack' }[];

/** `la-chan rules sign FILE --key KEY`: a pack, or the newest root of a chain. */
export const sign: Command = {
  async run(args, texts) {
    const given = readArguments(args, { key: 'many', 'passphrase-file': 'one' }, [1, 1]);
    const file = given.rest[0]!;
    const keys = given.many('key');
    if (keys.length === 0) throw new Refusal('rulesNoKeyGiven');
    const passphrase = await readPassphrase(given);
    const isChain = (await readText(file)).includes('"la-chan.roots/1"');
    const chain = isChain ? await readRootsFile(file) : null;
    const draft = isChain ? null : await readDraft(file);
    const { root, before } = await newestRoot((chain ?? draft)!.roots);
    const roles: Roles = chain
      ? (before ? [before, root] : [root]).map((each) => ({ root: each, role: 'root' }))
      : [{ root, role: 'pack' }];
    let signed = chain ? chain.roots.at(-1)! : draft!.statement;
    for (const key of keys) signed = await addSignature(signed, key, passphrase, roles);
    await writeWhole(
      file,
      chain
        ? writeRootsFile({ ...chain, roots: [...chain.roots.slice(0, -1), signed] })
        : writeDraft({ ...draft!, statement: signed }),
    );
    const counts = await countSignatures(signed, roles);
    const enough = counts.every(({ have, need }) => have >= need);
    const shown = counts.map(({ have, need }) => `${have}/${need}`).join(', ');
    process.stdout.write(`${texts(enough ? 'rulesSignedEnough' : 'rulesSignedMore', file, shown)}\n`);
    return EXIT.ok;
  },
};

async function addSignature(
  { signed, signatures }: Signed,
  file: string,
  passphrase: string | undefined,
  roles: Roles,
): Promise<Signed> {
  const secret = await readKey(file, passphrase);
  const { id } = await publicPart(secret);
  if (!roles.some(({ root, role }) => root.roles[role].keys.includes(id)))
    throw new Refusal('rulesKeyNotTrusted', file, id);
  const others = signatures.filter(({ key }) => key !== id);
  return { signed, signatures: [...others, { key: id, value: signWith(secret, signed) }] };
}
