import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, EXIT } from '../command.ts';
import { readArguments } from './arguments.ts';
import { writeWhole } from './files.ts';
import { Misuse, Refusal } from './refusal.ts';

/** `la-chan rules new FOLDER --unit UNIT --name NAME`. */
export const create: Command = {
  async run(args, texts) {
    const given = readArguments(args, { unit: 'one', name: 'one' }, [1, 1]);
    const folder = given.rest[0]!;
    const [unit, name] = [given.one('unit'), given.one('name') ?? 'chung'];
    if (unit === undefined) throw new Misuse();
    for (const word of [unit, name])
      if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(word) || word.length > 64) throw new Refusal('rulesBadName', word);
    if (existsSync(folder)) throw new Refusal('rulesExists', folder);
    const salt = randomBytes(16).toString('hex');
    const settings = { unit, name, version: 1, days: 90, salt };
    const comments = Object.keys(settings).map((key) => `# ${texts(`rulesSetting_${key}`)}`);
    const lines = Object.entries(settings).map(
      ([key, value], i) => `${comments[i]}\n${key}: ${quote(value)}`,
    );
    await writeWhole(join(folder, 'pack.yaml'), `${lines.join('\n')}\n`);
    await writeWhole(
      join(folder, 'keywords', 'du-an.yaml'),
      keywordExample(texts('rulesNewKeyword'), texts('rulesNewKeywordName')),
    );
    await writeWhole(join(folder, 'stages.yaml'), stageExample(texts('rulesNewStages')));
    await writeWhole(join(folder, 'allowlist.yaml'), `# ${texts('rulesNewAllowlist')}\n[]\n`);
    process.stdout.write(`${texts('rulesMade', folder)}\n`);
    return EXIT.ok;
  },
};

/** Names such as `123` stay text in YAML. */
const quote = (value: string | number) => (typeof value === 'string' ? JSON.stringify(value) : String(value));

function keywordExample(comment: string, name: string): string {
  return `# ${comment}
id: keyword.du-an
name: ${name}
action: warn
words: ["Sao Mai 27"]
source: ""
examples:
  match: ["Tiến độ dự án Sao Mai 27 quý I"]
  ignore: ["Trường mầm non Sao Mai tuyển sinh"]
`;
}

function stageExample(comment: string): string {
  return `# ${comment}
- rule: keyword.du-an
  stage: report
`;
}
