import type { EngineTables, RuleStage } from '../engine/tables.ts';
import { canonicalJson } from '../signing/canonical-json.ts';
import { ruleIdsOf } from './extend.ts';

/** How one set of tables differs from another, by rule ids. */
export interface TableChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
  readonly stages: readonly { readonly ruleId: string; readonly before: string; readonly after: string }[];
  /** Documents newly allowed, and no longer. */
  readonly allowed: { readonly added: number; readonly removed: number };
  /** True when evidence or context, which weigh every marking, are not the same. */
  readonly evidence: boolean;
}

export function compareTables(before: EngineTables, after: EngineTables): TableChanges {
  const [old, next] = [rulesOf(before), rulesOf(after)];
  const documents = (tables: EngineTables) => new Set(tables.allowlist?.entries.map((entry) => entry.hash));
  const [oldDocuments, nextDocuments] = [documents(before), documents(after)];
  return {
    added: ruleIdsOf(after).filter((id) => !old.has(id)),
    removed: ruleIdsOf(before).filter((id) => !next.has(id)),
    changed: ruleIdsOf(after).filter((id) => old.has(id) && old.get(id) !== next.get(id)),
    stages: compareStages(before.stages ?? [], after.stages ?? []),
    allowed: {
      added: [...nextDocuments].filter((hash) => !oldDocuments.has(hash)).length,
      removed: [...oldDocuments].filter((hash) => !nextDocuments.has(hash)).length,
    },
    evidence:
      canonicalJson([before.evidence, before.context]) !== canonicalJson([after.evidence, after.context]),
  };
}

function rulesOf({
  markings,
  foreign,
  categories,
  keywords,
  names,
}: EngineTables): ReadonlyMap<string, string> {
  // Other salt, other hashes, same words: only the number of keywords can be compared then.
  const words = (keywords?.rules ?? []).map((rule) => ({ ...rule, salt: keywords?.salt }));
  return new Map(
    [...markings, ...foreign, ...categories, ...words].map((rule) => [
      rule.ruleId,
      canonicalJson({ rule, name: names?.[rule.ruleId] ?? '' }),
    ]),
  );
}

function compareStages(before: readonly RuleStage[], after: readonly RuleStage[]) {
  const show = (rules: readonly RuleStage[]) =>
    new Map(rules.map((rule) => [rule.ruleId, describeStage(rule)]));
  const [old, next] = [show(before), show(after)];
  return [...new Set([...old.keys(), ...next.keys()])].flatMap((ruleId) => {
    const [was, is] = [old.get(ruleId) ?? 'block', next.get(ruleId) ?? 'block'];
    return was === is ? [] : { ruleId, before: was, after: is };
  });
}

/** `report; *.zalo.me: warn` */
export function describeStage({ stage, sites }: RuleStage): string {
  return [stage, ...sites.map((site) => `${site.host}: ${site.stage}`)].join('; ');
}
