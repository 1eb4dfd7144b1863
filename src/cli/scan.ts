import { parseArgs } from 'node:util';
import { type Command, EXIT, refuse } from './command.ts';
import { scanFiles } from './scan-files.ts';
import { scanLines } from './scan-lines.ts';
import { openUnitRules, unitOptions } from './unit-rules.ts';

const options = {
  ...unitOptions,
  json: { type: 'boolean', default: false },
  jsonl: { type: 'boolean', default: false },
} as const;

/** `la-chan scan FILE…` and `la-chan scan --jsonl`. */
export const scan: Command = {
  async run(args, texts) {
    const parsed = parse(args);
    if (!parsed) return refuse(texts, 'scan');
    const { values, positionals: files } = parsed;
    if (values.jsonl ? files.length > 0 || values.json : files.length === 0) return refuse(texts, 'scan');
    const rules = await openUnitRules(values, texts);
    if (!rules) return EXIT.failed;
    return values.jsonl
      ? scanLines(process.stdin, rules, texts)
      : scanFiles(files, { json: values.json, rules, texts });
  },
};

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch {
    return null;
  }
}
