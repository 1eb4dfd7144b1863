import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createEngine } from '../engine/engine.ts';
import { bundledTables } from '../rules/bundled.ts';
import { explainText } from './explain.ts';
import { fileErrorKey, scanFiles } from './scan-files.ts';
import { scanLines } from './scan-lines.ts';
import { chooseTexts, type Texts } from './texts.ts';

/** Wrong use of the command (sysexits.h EX_USAGE). */
const USAGE = 64;
/** Something could not be read. */
const UNSCANNED = 3;

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
  if (command === 'explain' && files.length === 1) return explainFile(files[0]!, texts);
  if (command !== 'scan' || (values.jsonl ? files.length > 0 || values.json : files.length === 0))
    return refuse(texts);
  return values.jsonl ? scanLines(process.stdin, texts) : scanFiles(files, { json: values.json, texts });
}

async function explainFile(file: string, texts: Texts): Promise<number> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    process.stderr.write(`la-chan: ${texts(fileErrorKey(error), file)}\n`);
    return UNSCANNED;
  }
  const explained = explainText(text, createEngine(bundledTables), texts);
  process.stdout.write(`${explained || texts('cliNothingToExplain')}\n`);
  return 0;
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
