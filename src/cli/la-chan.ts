import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createEngine } from '../engine/engine.ts';
import { bundledTables } from '../rules/bundled.ts';
import { explainText } from './explain.ts';
import { scanFiles } from './scan-files.ts';
import { scanLines } from './scan-lines.ts';
import { chooseTexts, type Texts } from './texts.ts';

/** Wrong use of the command (sysexits.h EX_USAGE). */
const USAGE = 64;

const options = {
  json: { type: 'boolean', default: false },
  jsonl: { type: 'boolean', default: false },
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const parsed = parse(args);
  const texts = chooseTexts(parsed?.values.lang, process.env);
  if (!parsed) return refuse(texts);
  const { values, positionals } = parsed;
  const [command, ...files] = positionals;
  if (values.help) {
    process.stdout.write(`${texts('cliUsage')}\n`);
    return 0;
  }
  if (command === 'explain' && files.length === 1) {
    const text = await readFile(files[0]!, 'utf8');
    process.stdout.write(`${explainText(text, createEngine(bundledTables), texts)}\n`);
    return 0;
  }
  if (command !== 'scan' || (values.jsonl ? files.length > 0 || values.json : files.length === 0))
    return refuse(texts);
  return values.jsonl ? scanLines(process.stdin, texts) : scanFiles(files, { json: values.json, texts });
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch {
    return null;
  }
}

function refuse(texts: Texts): number {
  process.stderr.write(`${texts('cliUsage')}\n`);
  return USAGE;
}
