import type { CategoryRule, EngineTables, ForeignRule, MarkingRule } from '../engine/tables.ts';
import type { PackId } from '../engine/types.ts';
import {
  type CategoryFile,
  type ContextFile,
  categorySchema,
  contextSchema,
  type EvidenceFile,
  evidenceSchema,
  type ForeignFile,
  foreignSchema,
  type MarkingFile,
  markingSchema,
} from './schema.ts';

export type RuleKind = 'marking' | 'foreign' | 'category' | 'evidence' | 'context';

/** One rule file, parsed. */
export interface RuleSource {
  readonly file: string;
  readonly kind: RuleKind;
  readonly value: unknown;
  /** The line, from 1, at which a path into `value` stands. */
  lineOf(path: readonly PropertyKey[]): number;
}

export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** Sentences a rule must, or must not, be found in. */
export interface RuleExamples {
  readonly ruleId: string;
  readonly match: readonly string[];
  readonly ignore: readonly string[];
}

export interface Compiled {
  readonly tables: EngineTables;
  readonly examples: readonly RuleExamples[];
  readonly problems: readonly Problem[];
}

const SCHEMAS = {
  marking: markingSchema,
  foreign: foreignSchema,
  category: categorySchema,
  evidence: evidenceSchema,
  context: contextSchema,
};

/** Checks rule files and makes the engine's tables of them. Tables made with problems are not to be used. */
export function compileRules(pack: PackId, sources: readonly RuleSource[]): Compiled {
  const problems: Problem[] = [];
  const markings: MarkingRule[] = [];
  const foreign: ForeignRule[] = [];
  const categories: CategoryRule[] = [];
  const examples: RuleExamples[] = [];
  let evidence: EvidenceFile = { block: 0, warn: 0, weights: {} };
  let context: ContextFile = {};
  const seen = new Set<string>();
  for (const source of sources) {
    const report = (path: readonly PropertyKey[], message: string) =>
      problems.push({ file: source.file, line: source.lineOf(path), message });
    const parsed = SCHEMAS[source.kind].safeParse(source.value);
    if (!parsed.success) {
      for (const issue of parsed.error.issues) {
        report(issue.path, `${issue.path.join('.') || 'the file'}: ${issue.message}`);
      }
      continue;
    }
    const claim = (id: string, path: readonly PropertyKey[]) => {
      if (seen.has(id)) report(path, `the id "${id}" is used twice`);
      seen.add(id);
    };
    if (source.kind === 'marking') {
      const rule = parsed.data as MarkingFile;
      claim(rule.id, ['id']);
      markings.push({ ruleId: rule.id, level: rule.level, phrases: rule.phrases });
      examples.push({ ruleId: rule.id, ...rule.examples });
    } else if (source.kind === 'foreign') {
      const rule = parsed.data as ForeignFile;
      claim(rule.id, ['id']);
      foreign.push({ ruleId: rule.id, strong: rule.strong, weak: rule.weak });
      examples.push({ ruleId: rule.id, ...rule.examples });
    } else if (source.kind === 'category') {
      const { sector, items } = parsed.data as CategoryFile;
      items.forEach((item, i) => {
        claim(item.id, ['items', i, 'id']);
        const concepts = Object.values(item.concepts);
        if (concepts.length < 2)
          report(['items', i, 'concepts'], 'an item needs two groups of phrases or more');
        categories.push({ ruleId: item.id, sector, level: item.level, near: item.near, concepts });
        examples.push({ ruleId: item.id, ...item.examples });
      });
    } else if (source.kind === 'evidence') evidence = parsed.data as EvidenceFile;
    else context = parsed.data as ContextFile;
  }
  if (Object.keys(context).length > 32) {
    problems.push({ file: 'context', line: 1, message: 'there is room for 32 kinds of context phrases' });
  }
  const tables = { pack, markings, foreign, categories, evidence, context } as EngineTables;
  return { tables, examples, problems };
}
