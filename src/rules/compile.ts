import type {
  AllowedDocument,
  CategoryRule,
  EngineTables,
  ForeignRule,
  KeywordRule,
  MarkingRule,
  RuleStage,
} from '../engine/tables.ts';
import type { PackId } from '../engine/types.ts';
import { type Fault, faultsOf, type Problem } from './problem-words.ts';
import {
  type AllowlistFile,
  allowlistSchema,
  type CategoryFile,
  type ContextFile,
  categorySchema,
  contextSchema,
  type EvidenceFile,
  evidenceSchema,
  type ForeignFile,
  foreignSchema,
  type KeywordFile,
  keywordSchema,
  type MarkingFile,
  markingSchema,
  type StagesFile,
  stagesSchema,
} from './schema.ts';

export type RuleKind = keyof typeof SCHEMAS;

/** One rule file, parsed. */
export interface RuleSource {
  readonly file: string;
  readonly kind: RuleKind;
  readonly value: unknown;
  /** The line, from 1, at which a path into `value` stands. */
  lineOf(path: readonly PropertyKey[]): number;
}

/** Sentences a rule must, or must not, be found in. */
export interface RuleExamples {
  readonly ruleId: string;
  readonly match: readonly string[];
  readonly ignore: readonly string[];
}

/** The parts of the tables that rule files make. */
export interface OwnRules {
  readonly markings: readonly MarkingRule[];
  readonly foreign: readonly ForeignRule[];
  readonly categories: readonly CategoryRule[];
  readonly keywords: readonly KeywordRule[];
  readonly stages: readonly RuleStage[];
  readonly allowed: readonly AllowedDocument[];
  /** What people read, by rule id. */
  readonly names: Readonly<Record<string, string>>;
  readonly evidence: EvidenceFile | undefined;
  readonly context: ContextFile | undefined;
}

export interface CompiledRules {
  readonly rules: OwnRules;
  readonly examples: readonly RuleExamples[];
  readonly problems: readonly Problem[];
}

export interface Compiled extends Omit<CompiledRules, 'rules'> {
  readonly tables: EngineTables;
}

/** Hashes the words of a keyword; null when they cannot be one. */
export type HashKeyword = (keyword: string) => KeywordRule['hashes'][number] | null;

const SCHEMAS = {
  marking: markingSchema,
  foreign: foreignSchema,
  category: categorySchema,
  keyword: keywordSchema,
  stages: stagesSchema,
  allowlist: allowlistSchema,
  evidence: evidenceSchema,
  context: contextSchema,
};

/** Checks the files of the baseline and makes the engine's tables of them. Tables made with problems are not to be used. */
export function compileRules(pack: PackId, sources: readonly RuleSource[]): Compiled {
  const { rules, examples, problems } = readRules(sources, () => null);
  const { markings, foreign, categories, context = {} } = rules;
  const evidence = rules.evidence ?? { block: 0, warn: 0, weights: {} };
  const crowded = Object.keys(context).length > 32;
  const tables = { pack, markings, foreign, categories, evidence, context } as EngineTables;
  return {
    tables,
    examples,
    problems: crowded
      ? [...problems, { file: 'context', line: 1, name: 'rulesTooManyContexts', values: [] }]
      : problems,
  };
}

/** Checks rule files and reads the rules out of them. */
export function readRules(sources: readonly RuleSource[], hash: HashKeyword): CompiledRules {
  const reader = new RuleReader(hash);
  for (const source of sources) {
    const parsed = SCHEMAS[source.kind].safeParse(source.value);
    const report = ({ path, name, values }: Fault) =>
      reader.problems.push({ file: source.file, line: source.lineOf(path), name, values });
    if (parsed.success) reader.take(source.kind, parsed.data, report);
    else
      for (const issue of parsed.error.issues) for (const each of faultsOf(issue, source.value)) report(each);
  }
  return { rules: reader, examples: reader.examples, problems: reader.problems };
}

type Report = (fault: Fault) => void;

class RuleReader implements OwnRules {
  readonly markings: MarkingRule[] = [];
  readonly foreign: ForeignRule[] = [];
  readonly categories: CategoryRule[] = [];
  readonly keywords: KeywordRule[] = [];
  readonly stages: RuleStage[] = [];
  readonly allowed: AllowedDocument[] = [];
  readonly names: Record<string, string> = {};
  readonly examples: RuleExamples[] = [];
  readonly problems: Problem[] = [];
  evidence: EvidenceFile | undefined;
  context: ContextFile | undefined;
  private readonly seen = new Set<string>();
  private readonly hash: HashKeyword;
  constructor(hash: HashKeyword) {
    this.hash = hash;
  }

  take(kind: RuleKind, data: unknown, report: Report): void {
    if (kind === 'marking') this.takeMarking(data as MarkingFile, report);
    else if (kind === 'foreign') this.takeForeign(data as ForeignFile, report);
    else if (kind === 'category') this.takeCategories(data as CategoryFile, report);
    else if (kind === 'keyword') this.takeKeyword(data as KeywordFile, report);
    else if (kind === 'stages') this.takeStages(data as StagesFile, report);
    else if (kind === 'allowlist')
      for (const { reason: _, ...entry } of data as AllowlistFile) this.allowed.push(entry);
    else if (kind === 'evidence') this.evidence = data as EvidenceFile;
    else this.context = data as ContextFile;
  }

  private claim(id: string, path: readonly PropertyKey[], report: Report): void {
    if (this.seen.has(id)) report({ path, name: 'rulesIdTwice', values: [id] });
    this.seen.add(id);
  }

  private takeMarking({ id, level, phrases, examples }: MarkingFile, report: Report): void {
    this.claim(id, ['id'], report);
    this.markings.push({ ruleId: id, level, phrases });
    this.examples.push({ ruleId: id, ...examples });
  }

  private takeForeign({ id, name, strong, weak, examples }: ForeignFile, report: Report): void {
    this.claim(id, ['id'], report);
    if (name !== undefined) this.names[id] = name;
    this.foreign.push({ ruleId: id, strong, weak });
    this.examples.push({ ruleId: id, ...examples });
  }

  private takeCategories({ sector, items }: CategoryFile, report: Report): void {
    items.forEach((item, i) => {
      this.claim(item.id, ['items', i, 'id'], report);
      if (item.name !== undefined) this.names[item.id] = item.name;
      const concepts = Object.values(item.concepts);
      if (concepts.length < 2)
        report({ path: ['items', i, 'concepts'], name: 'rulesFewConcepts', values: [item.id] });
      const { level, near } = item;
      this.categories.push({ ruleId: item.id, sector, level, near, concepts });
      this.examples.push({ ruleId: item.id, ...item.examples });
    });
  }

  private takeKeyword({ id, name, action, words, examples }: KeywordFile, report: Report): void {
    this.claim(id, ['id'], report);
    const tells = (text: string) =>
      words.some((word) => asId(word).length > 1 && asId(text).includes(asId(word)));
    // Ids stand in the pack and in the log of every machine, names in the pack and on its screens.
    if (tells(id.slice(id.indexOf('.')))) report({ path: ['id'], name: 'rulesIdTellsWord', values: [id] });
    if (name !== undefined && tells(name))
      report({ path: ['name'], name: 'rulesNameTellsWord', values: [name] });
    if (name !== undefined) this.names[id] = name;
    const hashes = words.flatMap((word, i) => {
      const hash = this.hash(word);
      if (!hash) report({ path: ['words', i], name: 'rulesNoKeyword', values: [word] });
      return hash ?? [];
    });
    this.keywords.push({ ruleId: id, action, hashes });
    this.examples.push({ ruleId: id, ...examples });
  }

  private takeStages(file: StagesFile, report: Report): void {
    file.forEach(({ rule, stage, sites = [] }, i) => {
      if (this.stages.some(({ ruleId }) => ruleId === rule))
        report({ path: [i, 'rule'], name: 'rulesStageTwice', values: [rule] });
      this.stages.push({ ruleId: rule, stage, sites });
    });
  }
}

/** Letters without marks, and digits: `Sao Mai 27` and `sao-mai-27` are the same. */
function asId(text: string): string {
  const plain = text.normalize('NFD').toLowerCase().replaceAll('đ', 'd');
  return plain.replace(/[^a-z0-9]/g, '');
}
