import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile, hashText, SHORTEST_ALLOWED } from '../../rules/allowlist.ts';
import { type Command, EXIT } from '../command.ts';
import { readArguments } from './arguments.ts';
import { today } from './check.ts';
import { readBytes, writeWhole } from './files.ts';
import { loadPackFolder } from './pack-folder.ts';
import { Misuse, Refusal } from './refusal.ts';
import { readDay } from './root.ts';

/** `la-chan rules allow FOLDER FILE --until DAY --reason WORDS [--text]`: writes a confirmed false alarm into `allowlist.yaml`. */
export const allow: Command = {
  async run(args, texts) {
    const given = readArguments(args, { until: 'one', reason: 'one', text: 'flag' }, [2, 2]);
    const [folder = '', file = ''] = given.rest;
    const [until, reason] = [given.one('until'), given.one('reason')];
    if (!until || !reason) throw new Misuse();
    readDay(until);
    if (until < today()) throw new Refusal('rulesDayGone', until);
    const { settings, problems } = await loadPackFolder(folder, today());
    if (problems.some((problem) => problem.file === 'pack.yaml'))
      throw new Refusal('rulesBadSettings', folder);
    const bytes = await readBytes(file);
    const hash = given.flag('text')
      ? hashText(settings.salt, new TextDecoder().decode(bytes))
      : await hashFile(settings.salt, bytes);
    if (hash === null) throw new Refusal('rulesTextTooShort', file, String(SHORTEST_ALLOWED));
    const kind = given.flag('text') ? 'text' : 'file';
    await addEntry(
      join(folder, 'allowlist.yaml'),
      `- { kind: ${kind}, hash: "${hash}", until: "${until}", reason: ${JSON.stringify(reason)} }\n`,
    );
    process.stdout.write(`${texts('rulesAllowed', hash.slice(0, 12), until)}\n`);
    return EXIT.ok;
  },
};

/** Keeps the comments of the file; an empty list in it makes room. */
async function addEntry(path: string, entry: string): Promise<void> {
  const old = await readFile(path, 'utf8').catch(() => '');
  if (/^\[\]\s*$/m.test(old)) await writeWhole(path, old.replace(/^\[\]\s*$/m, entry));
  else await appendFile(path, entry);
}
