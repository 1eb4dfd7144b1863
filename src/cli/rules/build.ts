import type { EngineTables } from '../../engine/tables.ts';
import { bundledTables } from '../../rules/bundled.ts';
import { type PackFile, type PackStatement, statementSchema } from '../../rules/trust/documents.ts';
import { UpdateError } from '../../rules/trust/problem.ts';
import { readChain } from '../../rules/trust/roots.ts';
import { readCanonical } from '../../rules/trust/signed.ts';
import { sha256Hex } from '../../signing/bytes.ts';
import { canonicalJson } from '../../signing/canonical-json.ts';
import { type Command, EXIT } from '../command.ts';
import type { Texts } from '../texts.ts';
import { type Arguments, readArguments } from './arguments.ts';
import { readDraft, readRootsFile, writeDraft } from './chain-file.ts';
import { reportExamples, reportProblems, today } from './check.ts';
import { writeWhole } from './files.ts';
import { loadPackFolder } from './pack-folder.ts';
import { Misuse, Refusal } from './refusal.ts';

const DAY = 86_400_000;

interface Content {
  readonly name: string;
  readonly version: number;
  readonly days: number;
  readonly unit: string;
  readonly tables: EngineTables;
}

/**
 * `la-chan rules build FOLDER --roots ROOTS -o FILE`: a pack to be signed. With `--from OLD --version N` in place of the
 * folder, the content of an older pack under a newer version: the way back.
 */
export const build: Command = {
  async run(args, texts) {
    const wanted = { roots: 'one', output: 'one', from: 'one', version: 'one', days: 'one' } as const;
    const short = args.map((arg) => (arg === '-o' ? '--output' : arg));
    const given = readArguments(short, wanted, [0, 1]);
    const [roots, output] = [given.one('roots'), given.one('output')];
    if (!roots || !output || (given.rest.length === 1) === (given.one('from') !== undefined))
      throw new Misuse();
    const content = given.one('from') ? await takeOld(given) : await takeFolder(given.rest[0]!, texts);
    if (!content) return EXIT.failed;
    const chain = await readRootsFile(roots);
    await checkChain(roots, chain.roots, content.unit);
    const tables = canonicalJson(content.tables);
    const now = new Date();
    const statement: PackStatement = {
      type: 'la-chan.pack',
      unit: content.unit,
      name: content.name,
      version: content.version,
      released: toSecond(now),
      expires: toSecond(new Date(now.getTime() + content.days * DAY)),
      minEngine: bundledTables.pack.version,
      tables: { sha256: await sha256Hex(tables), bytes: Buffer.byteLength(tables) },
    };
    const signed = canonicalJson(statement);
    const draft: PackFile = {
      format: 'la-chan.pack/1',
      roots: chain.roots,
      statement: { signed, signatures: [] },
      tables,
    };
    await writeWhole(output, writeDraft(draft));
    const { name, version, expires } = statement;
    process.stdout.write(`${texts('rulesBuilt', output, name, String(version), expires.slice(0, 10))}\n`);
    return EXIT.ok;
  },
};

async function takeFolder(folder: string, texts: Texts): Promise<Content | null> {
  const pack = await loadPackFolder(folder, today());
  if (!reportProblems(pack, texts) || !reportExamples(pack, texts)) return null;
  return { ...pack.settings, tables: pack.tables };
}

async function takeOld(given: Arguments): Promise<Content> {
  const file = given.one('from')!;
  const [version, days] = [Number(given.one('version')), Number(given.one('days') ?? '90')];
  if (!Number.isInteger(version) || version < 1 || !Number.isInteger(days) || days < 1 || days > 730)
    throw new Misuse();
  const draft = await readDraft(file);
  if (draft.statement.signatures.length === 0) throw new Refusal('rulesNotSigned', file);
  const { unit, name } = readCanonical(draft.statement.signed, statementSchema, 'statement');
  const old = JSON.parse(draft.tables) as EngineTables;
  const pack = { name, version: String(version), released: today() };
  return { unit, name, version, days, tables: { ...old, pack } };
}

async function checkChain(file: string, roots: Parameters<typeof readChain>[0], unit: string): Promise<void> {
  try {
    const newest = (await readChain(roots)).at(-1)!.root;
    if (newest.unit !== unit) throw new Refusal('rulesOtherUnit', file, newest.unit, unit);
  } catch (error) {
    if (error instanceof UpdateError) throw new Refusal('rulesChainUnsigned', file);
    throw error;
  }
}

function toSecond(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
