import { describe, expect, it } from 'vitest';
import { createJudge, stops } from '../../src/content/judge.ts';
import { bundledPolicy } from '../../src/policy/bundled.ts';
import { bundledTables } from '../../src/rules/bundled.ts';
import { bundledRules } from '../support/bundled-rules.ts';

const LETTER = 'TUYỆT MẬT\nỦY BAN NHÂN DÂN XÃ THỬ\nSố: 12/KH-UBND';
const destination = { site: 'chat.zalo.me', frame: 'chat.zalo.me' };

describe('a judge', () => {
  it('weighs each road by its own exceptions', () => {
    const judge = createJudge(
      { ...bundledPolicy, actions: [{ kind: 'marking', channel: 'submit', action: 'warn' }] },
      bundledRules,
      { destination, onReported() {} },
    );
    expect(judge.on('submit').weigh(LETTER).action).toBe('warn');
    expect(judge.on('paste').weigh(LETTER).action).toBe('block');
  });

  it('tells of what is only to be recorded, and of nothing else', () => {
    const heard: string[] = [];
    const judge = createJudge({ ...bundledPolicy, mode: 'watch' }, bundledRules, {
      destination,
      onReported: (channel) => heard.push(channel),
    });
    expect(stops(judge.on('paste').weigh(LETTER))).toBe(false);
    judge.on('paste').weigh('Kính mời họp');
    expect(heard).toEqual(['paste']);
    judge.usePolicy(bundledPolicy);
    expect(stops(judge.on('paste').weigh(LETTER))).toBe(true);
    expect(heard).toEqual(['paste']);
  });

  it('takes new rules from the next text on, also for a text it has just weighed', () => {
    const judge = createJudge(bundledPolicy, bundledRules);
    const [first] = bundledTables.markings;
    if (!first) throw new Error('no markings');
    const word = 'PHÒNG HỌP SỐ CHÍN';
    const text = LETTER.replace('TUYỆT MẬT', word);
    expect(stops(judge.weigh(text))).toBe(false);
    judge.useTables(
      { ...bundledTables, markings: [{ ...first, phrases: [...first.phrases, word] }] },
      'other',
    );
    expect(stops(judge.weigh(text))).toBe(true);
    expect(judge.packId()).toBe('other');
  });

  it('leaves to policy, then to a person, what a fault keeps it from weighing', () => {
    const faulty = { tables: { ...bundledTables, markings: null as never }, packId: 'faulty' };
    const judge = createJudge(bundledPolicy, faulty);
    const held = judge.on('paste').weigh('Kính mời họp');
    expect(held).toMatchObject({ action: 'hold', outcome: 'scanner-unavailable', findings: [] });
    expect(judge.unweighed()).toEqual(held);
    judge.usePolicy({ ...bundledPolicy, outcomes: { default: 'allow' } });
    expect(stops(judge.weigh('Kính mời họp'))).toBe(false);
    judge.usePolicy(bundledPolicy);
    judge.approve('Kính mời họp', held);
    expect(stops(judge.weigh('Kính mời họp'))).toBe(false);
  });
});
