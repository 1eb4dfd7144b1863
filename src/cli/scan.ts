import { parseArgs } from 'node:util';
import { type Command, refuse } from './command.ts';
import { scanFiles } from './scan-files.ts';
import { scanLines } from './scan-lines.ts';

const options = {
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
    return values.jsonl ? scanLines(process.stdin, texts) : scanFiles(files, { json: values.json, texts });
  },
};

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch {
    return null;
  }
}
