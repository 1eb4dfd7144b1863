import '../tests/documents/wasm-addresses.ts';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createEngine } from '../src/engine/engine.ts';
import { defaultLimits, inspectFile } from '../src/inspection/inspect.ts';
import { bundledTables } from '../src/rules/bundled.ts';

// `node bench/agreement.ts FOLDER`: how many of the words that a native tool finds in each file are found here too. The tool
// is chosen by what a file is, not by its name: old tools print the source of a web page that is called .doc.
const folder = process.argv[2];
if (folder === undefined) throw new Error('which folder?');

const ENTITIES = 's/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&apos;/ /g; s/&amp;/\\&/g';
/** The text of an XML entry; a tag may stand on several lines, and what an animation moves is no text. */
const xml = (entries: string, breaks: string) =>
  `unzip -p "$0" ${entries} | tr '\\n\\r' '  ' | sed 's/<${breaks}[ >]/\\n&/g; s/<p:attrName>[^<]*//g; s/<[^>]*>//g; ${ENTITIES}'`;
const OFFICE = 'soffice';
const NATIVE: Readonly<Record<string, string>> = {
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': xml('word/document.xml', 'w:p'),
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': xml('xl/sharedStrings.xml', 'si'),
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': xml(
    "'ppt/slides/*.xml'",
    'a:p',
  ),
  'application/pdf': 'pdftotext "$0" -',
  'application/msword': 'catdoc -d utf-8 "$0"',
  'application/vnd.ms-excel': 'xls2csv -d utf-8 "$0"',
  'application/vnd.ms-powerpoint': 'catppt -d utf-8 "$0"',
  'text/html': OFFICE,
  'application/rtf': OFFICE,
};
/** A file of fewer words says little. */
const FEWEST = 20;

const engine = createEngine(bundledTables);
const scratch = mkdtempSync(join(tmpdir(), 'la-chan-bench-'));
const shares: number[] = [];
const low: { file: string; kind: string; share: string; words: number }[] = [];
const outcomes: Record<string, number> = {};
let blocked = 0;
try {
  for (const name of readdirSync(folder)) await compare(name);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.table(low);
console.log({
  outcomes,
  blocked,
  compared: shares.length,
  agreement: mean(shares),
});

async function compare(name: string): Promise<void> {
  const path = join(folder as string, name);
  const texts: string[] = [];
  const listener = {
    ...engine,
    inspect: (...args: Parameters<typeof engine.inspect>) => {
      texts.push(args[0]);
      return engine.inspect(...args);
    },
  };
  const result = await inspectFile(new Uint8Array(readFileSync(path)), listener, {
    thorough: true,
    limits: { ...defaultLimits, milliseconds: 120_000 },
  });
  outcomes[result.outcome] = (outcomes[result.outcome] ?? 0) + 1;
  if (result.findings.some(({ finding }) => finding.action === 'block')) blocked += 1;
  const tool = NATIVE[result.mediaType];
  if (tool === undefined) return;
  const theirs = wordsOf(tool === OFFICE ? officeText(path, result.mediaType) : shell(tool, path));
  const total = [...theirs.values()].reduce((sum, count) => sum + count, 0);
  if (total < FEWEST) return;
  const ours = wordsOf(texts.join('\n'));
  let both = 0;
  for (const [word, count] of theirs) both += Math.min(count, ours.get(word) ?? 0);
  shares.push(both / total);
  if (both < 0.98 * total)
    low.push({ file: name, kind: result.mediaType, share: (both / total).toFixed(3), words: total });
}

function shell(tool: string, path: string): string {
  return spawnSync('bash', ['-c', tool, path], { encoding: 'utf8', maxBuffer: 1 << 30 }).stdout;
}

function officeText(path: string, kind: string): string {
  const source = join(scratch, kind === 'text/html' ? 'source.html' : 'source.rtf');
  copyFileSync(path, source);
  const profile = `-env:UserInstallation=${pathToFileURL(join(scratch, 'profile'))}`;
  const to = 'txt:Text (encoded):UTF8';
  const filter = kind === 'text/html' ? ['--infilter=HTML (StarWriter)'] : [];
  spawnSync(OFFICE, [profile, '--headless', ...filter, '--convert-to', to, '--outdir', scratch, source]);
  return readFileSync(join(scratch, 'source.txt'), 'utf8');
}

function wordsOf(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [word] of text
    .normalize('NFC')
    .toLowerCase()
    .matchAll(/[\p{L}\p{N}]{2,}/gu))
    counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function mean(values: readonly number[]): string {
  return (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(4);
}
