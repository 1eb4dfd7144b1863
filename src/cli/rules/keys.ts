import { existsSync } from 'node:fs';
import { type Command, EXIT } from '../command.ts';
import { readArguments } from './arguments.ts';
import { writeWhole } from './files.ts';
import { readPassphrase } from './passphrase.ts';
import { makeKey } from './private-key.ts';
import { Misuse, Refusal } from './refusal.ts';

/** `la-chan rules keys new NAME`. */
export const keys: Command = {
  async run(args, texts) {
    const wanted = { kind: 'one', 'passphrase-file': 'one', 'no-passphrase': 'flag' } as const;
    const given = readArguments(args, wanted, [2, 2]);
    const [what, name = ''] = given.rest;
    const kind = given.one('kind') ?? 'ed25519';
    const passphrase = await readPassphrase(given);
    const decided = (passphrase !== undefined) !== given.flag('no-passphrase');
    if (what !== 'new' || (kind !== 'ed25519' && kind !== 'p256') || !decided) throw new Misuse();
    const files = { secret: `${name}.key.pem`, public: `${name}.pub.json` };
    for (const file of Object.values(files)) if (existsSync(file)) throw new Refusal('rulesExists', file);
    const { pem, key } = await makeKey(kind, passphrase);
    await writeWhole(files.secret, pem, 0o600);
    await writeWhole(files.public, `${JSON.stringify(key, null, 2)}\n`);
    process.stdout.write(`${texts('rulesKeyMade', key.id, files.secret, files.public)}\n`);
    return EXIT.ok;
  },
};
