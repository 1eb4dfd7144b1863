import { describe, expect, it } from 'vitest';
import examples from '../../.generated/rule-examples.json' with { type: 'json' };
import { createEngine } from '../../src/engine/engine.ts';
import { bundledTables } from '../../src/rules/bundled.ts';

const engine = createEngine(bundledTables);
const found = (text: string) => engine.inspect(text).map((finding) => finding.ruleId);

describe.each(examples)('$ruleId', ({ ruleId, match, ignore }) => {
  it.each(match)('is found in %j', (text) => expect(found(text)).toContain(ruleId));
  it.each(ignore)('is not found in %j', (text) => expect(found(text)).not.toContain(ruleId));
});
