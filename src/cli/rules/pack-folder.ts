import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import baselineExamples from '../../../.generated/rule-examples.json' with { type: 'json' };
import { hashKeyword } from '../../engine/keywords.ts';
import type { EngineTables } from '../../engine/tables.ts';
import { type Advice, adviseRules } from '../../rules/advice.ts';
import { bundledTables } from '../../rules/bundled.ts';
import {
  type OwnRules,
  type RuleExamples,
  type RuleKind,
  type RuleSource,
  readRules,
} from '../../rules/compile.ts';
import { extendBaseline, ruleIdsOf } from '../../rules/extend.ts';
import { findOverlaps, type Overlap } from '../../rules/overlaps.ts';
import { faultsOf, type Problem } from '../../rules/problem-words.ts';
import { type PackSettings, packSchema } from '../../rules/schema.ts';
import { tablesSchema } from '../../rules/tables-schema.ts';
import { readSource, readYaml } from './read-source.ts';
import { Refusal } from './refusal.ts';

/** A unit's pack as its folder describes it. With `problems` it is not to be used. */
export interface LoadedPack {
  readonly settings: PackSettings;
  readonly own: OwnRules;
  readonly tables: EngineTables;
  /** Examples of the unit's rules, and those of the baseline's rules that still stand. */
  readonly examples: { readonly own: readonly RuleExamples[]; readonly baseline: readonly RuleExamples[] };
  readonly problems: readonly Problem[];
  readonly overlaps: readonly Overlap[];
  readonly advice: readonly Advice[];
}

const FOLDERS: readonly (readonly [string, RuleKind])[] = [
  ['markings', 'marking'],
  ['foreign', 'foreign'],
  ['categories', 'category'],
  ['keywords', 'keyword'],
];
const FILES: readonly (readonly [string, RuleKind])[] = [
  ['stages.yaml', 'stages'],
  ['allowlist.yaml', 'allowlist'],
];
const NO_SETTINGS: PackSettings = { unit: '', name: '', version: 1, days: 1, salt: '0'.repeat(32) };

/** Reads a folder that `la-chan rules new` made. `today` is `YYYY-MM-DD`. Throws `Refusal` when it is no such folder. */
export async function loadPackFolder(folder: string, today: string): Promise<LoadedPack> {
  if (!existsSync(join(folder, 'pack.yaml'))) throw new Refusal('rulesNoFolder', folder);
  const { settings, problems: settingProblems } = await readSettings(folder);
  const { sources, problems: yamlProblems } = await readSources(folder);
  const { rules: own, examples, problems } = readRules(sources, (word) => hashKeyword(settings.salt, word));
  const pack = { name: settings.name, version: String(settings.version), released: today };
  const tables = extendBaseline(bundledTables, own, { pack, salt: settings.salt });
  const ownIds = new Set(examples.map(({ ruleId }) => ruleId));
  const named = [...settingProblems, ...yamlProblems, ...problems];
  return {
    settings,
    own,
    tables,
    examples: { own: examples, baseline: baselineExamples.filter(({ ruleId }) => !ownIds.has(ruleId)) },
    // What follows from a mistake that was named is not named again.
    problems: named.length > 0 ? named : [...checkStages(sources, tables), ...checkBounds(tables)],
    overlaps: findOverlaps(bundledTables, own),
    advice: adviseRules(own, baselineExamples),
  };
}

async function readSettings(
  folder: string,
): Promise<{ settings: PackSettings; problems: readonly Problem[] }> {
  const file = 'pack.yaml';
  const { yaml, problems } = await readYaml(join(folder, file), file);
  if (problems.length > 0) return { settings: NO_SETTINGS, problems };
  const parsed = packSchema.safeParse(yaml.value);
  if (parsed.success) return { settings: parsed.data, problems };
  const faults = parsed.error.issues.flatMap((issue) => faultsOf(issue, yaml.value));
  return {
    settings: NO_SETTINGS,
    problems: faults.map(({ path, name, values }) => ({ file, line: yaml.lineOf(path), name, values })),
  };
}

async function readSources(
  folder: string,
): Promise<{ sources: readonly RuleSource[]; problems: readonly Problem[] }> {
  const sources: RuleSource[] = [];
  const problems: Problem[] = [];
  const take = async (file: string, kind: RuleKind) => {
    const read = await readSource(join(folder, file), file, kind);
    problems.push(...read.problems);
    // An empty file, or one of comments only, is a list without entries.
    if (read.problems.length === 0 && read.source.value !== null) sources.push(read.source);
  };
  for (const [name, kind] of FOLDERS) {
    if (!existsSync(join(folder, name))) continue;
    for (const file of (await readdir(join(folder, name))).sort()) {
      if (/\.ya?ml$/.test(file)) await take(`${name}/${file}`, kind);
      else problems.push({ file: `${name}/${file}`, line: 1, name: 'rulesStrayFile', values: [] });
    }
  }
  for (const [file, kind] of FILES) if (existsSync(join(folder, file))) await take(file, kind);
  return { sources, problems };
}

function checkStages(sources: readonly RuleSource[], tables: EngineTables): Problem[] {
  const known = new Set(ruleIdsOf(tables));
  return (tables.stages ?? []).flatMap(({ ruleId }, i) => {
    const source = sources.find(({ kind }) => kind === 'stages');
    if (!source || known.has(ruleId)) return [];
    const line = source.lineOf([i, 'rule']);
    return [{ file: source.file, line, name: 'rulesStageUnknown', values: [ruleId] }];
  });
}

/** The check that every machine makes. */
function checkBounds(tables: EngineTables): Problem[] {
  const parsed = tablesSchema.safeParse(tables);
  if (parsed.success) return [];
  const { path, message } = parsed.error.issues[0]!;
  return [{ file: 'pack.yaml', line: 1, name: 'rulesOutOfBounds', values: [path.join('.'), message] }];
}
