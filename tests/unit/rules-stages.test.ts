import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import type { RuleStage } from '../../src/engine/tables.ts';
import type { Action } from '../../src/engine/types.ts';
import { inspectFile } from '../../src/inspection/inspect.ts';
import { capByStage } from '../../src/policy/stages.ts';
import { bundledTables } from '../../src/rules/bundled.ts';

const text = 'Độ mật: MẬT';
const onTrial = (stage: RuleStage['stage'], sites: RuleStage['sites'] = []): RuleStage[] => [
  { ruleId: 'marking.mat', stage, sites },
];

/** What a page of `site` may do about the text. */
function actionsAt(site: string, stages: readonly RuleStage[]): Action[] {
  const found = createEngine({ ...bundledTables, stages }).inspect(text);
  const located = found.map((finding) => ({ finding, where: 'text' }));
  return capByStage(located, stages, site).map(({ finding }) => finding.action);
}

describe('a rule on trial', () => {
  it.each([
    ['report', 'report'],
    ['warn', 'warn'],
    ['block', 'block'],
  ] as const)('at the stage %s asks for no more than %s', (stage, action) => {
    expect(actionsAt('zalo.me', onTrial(stage))).toEqual([action]);
  });

  it('goes by the most exact host that matches', () => {
    const stages = onTrial('report', [
      { host: '*', stage: 'warn' },
      { host: '*.zalo.me', stage: 'block' },
      { host: 'chat.zalo.me', stage: 'report' },
    ]);
    expect(actionsAt('chat.zalo.me', stages)).toEqual(['report']);
    expect(actionsAt('id.zalo.me', stages)).toEqual(['block']);
    expect(actionsAt('mail.google.com', stages)).toEqual(['warn']);
    expect(actionsAt('', onTrial('report', [{ host: '*.zalo.me', stage: 'block' }]))).toEqual(['report']);
  });

  it('leaves other rules alone', () => {
    const stages: RuleStage[] = [{ ruleId: 'marking.toi-mat', stage: 'report', sites: [] }];
    expect(actionsAt('zalo.me', stages)).toEqual(['block']);
  });

  it('never makes a finding stricter', () => {
    const engine = createEngine({ ...bundledTables, evidence: { ...bundledTables.evidence, block: 100 } });
    const located = engine.inspect(text).map((finding) => ({ finding, where: 'text' }));
    expect(located.map(({ finding }) => finding.action)).toEqual(['warn']);
    expect(capByStage(located, onTrial('block'), '')).toEqual(located);
  });

  it('that cannot block does not end the reading of a document early', async () => {
    const bytes = new TextEncoder().encode(`${text}\n`.padEnd(300_000, 'x \n').concat('\nĐộ mật: TỐI MẬT\n'));
    const engine = createEngine({ ...bundledTables, stages: onTrial('report') });
    const { findings } = await inspectFile(bytes, engine);
    expect(findings.map(({ finding }) => [finding.ruleId, finding.action])).toEqual(
      expect.arrayContaining([
        ['marking.mat', 'report'],
        ['marking.toi-mat', 'block'],
      ]),
    );
  });
});
