import { createEngine } from '../../engine/engine.ts';
import type { EngineTables } from '../../engine/tables.ts';
import type { RuleExamples } from '../../rules/compile.ts';

/** An example that did not come out as its rule says. */
export interface FailedExample {
  readonly ruleId: string;
  readonly wanted: 'match' | 'ignore';
  readonly text: string;
}

/** Another rule that finds something in the sentences of a rule. */
export interface AlsoFound {
  readonly ruleId: string;
  readonly others: readonly string[];
}

/** Runs examples through an engine of these tables. */
export function tryExamples(
  tables: EngineTables,
  examples: readonly RuleExamples[],
): {
  readonly count: number;
  readonly failed: readonly FailedExample[];
  readonly also: readonly AlsoFound[];
} {
  const engine = createEngine(tables);
  const found = (text: string) => engine.inspect(text).map(({ ruleId }) => ruleId);
  const failed: FailedExample[] = [];
  const also: AlsoFound[] = [];
  let count = 0;
  for (const { ruleId, match, ignore } of examples) {
    count += match.length + ignore.length;
    const others = new Set<string>();
    for (const text of match) {
      const ids = found(text);
      if (!ids.includes(ruleId)) failed.push({ ruleId, wanted: 'match', text });
      for (const id of ids) if (id !== ruleId) others.add(id);
    }
    for (const text of ignore)
      if (found(text).includes(ruleId)) failed.push({ ruleId, wanted: 'ignore', text });
    if (others.size > 0) also.push({ ruleId, others: [...others] });
  }
  return { count, failed, also };
}
