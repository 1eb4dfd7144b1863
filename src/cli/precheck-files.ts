import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CertifiedItem, certifyItem, type Result, stateResults } from '../certificate/certificate.ts';
import { type SigningKey, signStatement } from '../certificate/sign.ts';
import type { LocatedFinding } from '../engine/verdict.ts';
import { createNodeScanPool, type NodeScanPool } from '../inspection/node/scan-pool.ts';
import { type UnitRules, weigh } from '../policy/unit-rules.ts';
import { EXIT } from './command.ts';
import { fileErrorKey } from './file-errors.ts';
import { loadFile } from './open-files.ts';
import { writeLine } from './output.ts';
import { productVersion } from './product.ts';
import type { Texts } from './texts.ts';

const EXITS: Readonly<Record<Result, number>> = { clean: 0, review: 1, marked: 2, unread: 3 };
/** Places of one file that are told on the terminal. */
const MOST_TOLD = 5;

export interface CheckOptions {
  readonly key: SigningKey;
  /** The rules to check by; the certificate names their pack and knows nothing of their policy. */
  readonly rules: UnitRules;
  /** File for the certificate; standard output when undefined. */
  readonly out: string | undefined;
  readonly texts: Texts;
}

/**
 * Checks files and whole folders, tells on stderr how it goes (with names: that is for the person at the terminal) and
 * writes a signed certificate, which has none. Resolves to the exit code: 0 clean, 1 to be looked at, 2 marked, 3 not all read.
 */
export async function checkFiles(paths: readonly string[], options: CheckOptions): Promise<number> {
  const { texts, key, rules, out } = options;
  const files = await listFiles(paths, texts);
  if (!files) return EXIT.failed;
  if (files.length === 0) {
    process.stderr.write(`la-chan: ${texts('cliPrecheckNothing')}\n`);
    return EXIT.failed;
  }
  const items = await inspectAll(files, rules, texts);
  const checker = { product: productVersion, pack: rules.tables.pack };
  const certificate = await signStatement(stateResults(items, checker, new Date()), key);
  const { result } = certificate.statement;
  process.stderr.write(`${texts(`precheck_overall_${result}`, String(items.length))}\n`);
  const json = JSON.stringify(certificate, null, 2);
  if (out === undefined) await writeLine(json);
  else {
    try {
      await writeFile(out, `${json}\n`);
    } catch {
      process.stderr.write(`la-chan: ${texts('cliPrecheckNotWritten', out)}\n`);
      return EXIT.failed;
    }
  }
  return EXITS[result];
}

/** All files that are named or lie in named folders; null when one cannot be found. Links inside folders are not followed. */
async function listFiles(paths: readonly string[], texts: Texts): Promise<string[] | null> {
  const files: string[] = [];
  for (const path of paths) {
    try {
      if ((await stat(path)).isDirectory()) files.push(...(await filesBelow(path)));
      else files.push(path);
    } catch (error) {
      process.stderr.write(`la-chan: ${texts(fileErrorKey(error), path)}\n`);
      return null;
    }
  }
  return files;
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries: Dirent[] = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function inspectAll(
  files: readonly string[],
  rules: UnitRules,
  texts: Texts,
): Promise<CertifiedItem[]> {
  // In a thread of its own: what hangs a reader must not hang the command.
  const end = new AbortController();
  const pool = createNodeScanPool(1, end.signal);
  pool.use(rules);
  const items: CertifiedItem[] = [];
  for (const file of files) {
    showProgress(items.length, files.length, texts);
    items.push(await inspectOne(file, { pool, rules, texts }));
  }
  showProgress(files.length, files.length, texts);
  end.abort();
  return items;
}

interface Tools {
  readonly pool: NodeScanPool;
  readonly rules: UnitRules;
  readonly texts: Texts;
}

async function inspectOne(file: string, { pool, rules, texts }: Tools): Promise<CertifiedItem> {
  try {
    const loaded = await loadFile(file);
    const scanning = pool.scan(loaded instanceof File ? loaded : { ...loaded, thorough: true });
    pool.hurry();
    const { findings, outcome, mediaType, size } = await scanning;
    const sha256 = loaded instanceof File ? null : createHash('sha256').update(loaded.bytes).digest('hex');
    const item = certifyItem({ sha256, size, mediaType }, findings, outcome);
    const { action } = weigh({ findings, outcome }, rules);
    if (item.result !== 'clean') tell(file, item, findings, texts(`precheck_policy_${action}`), texts);
    return item;
  } catch (error) {
    clearProgress();
    process.stderr.write(`la-chan: ${texts(fileErrorKey(error), file)}\n`);
    return certifyItem({ sha256: null, size: 0, mediaType: '?' }, [], 'damaged');
  }
}

function tell(
  file: string,
  item: CertifiedItem,
  findings: readonly LocatedFinding[],
  policy: string,
  texts: Texts,
): void {
  clearProgress();
  const lines = [`${file}: ${texts(`precheck_item_${item.result}`)}`];
  if (item.outcome !== 'scanned') lines.push(`  ${texts(`cliOutcome_${item.outcome.replaceAll('-', '_')}`)}`);
  for (const { finding, where } of findings.slice(0, MOST_TOLD))
    lines.push(`  ${texts(`notice_found_${finding.kind}`)}: ${where}`);
  if (findings.length > MOST_TOLD)
    lines.push(`  ${texts('notice_more_places', String(findings.length - MOST_TOLD))}`);
  process.stderr.write(`${[...lines, `  ${policy}`].join('\n')}\n`);
}

/** One line that is written over on a terminal; nothing where stderr is a file. */
function showProgress(done: number, all: number, texts: Texts): void {
  if (!process.stderr.isTTY) return;
  clearProgress();
  if (done < all) process.stderr.write(texts('cliPrecheckProgress', String(done), String(all)));
}

function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[2K');
}
