import { describe, expect, it } from 'vitest';
import { createJudge, type Judge, stops } from '../../src/content/judge.ts';
import { hashKeyword } from '../../src/engine/keywords.ts';
import type { EngineTables } from '../../src/engine/tables.ts';
import { bundledPolicy } from '../../src/policy/bundled.ts';
import { hashText } from '../../src/rules/allowlist.ts';
import { bundledTables } from '../../src/rules/bundled.ts';
import { bundledRules } from '../support/bundled-rules.ts';

const salt = '5a'.repeat(16);
const FALSE_ALARM = `Độ mật: MẬT\n${'Mẫu phiếu này in sẵn ô trên, không ghi gì. '.repeat(8)}\nHết.`;

function judgeAt(site: string, tables: Partial<EngineTables>): { judge: Judge; reported: string[] } {
  const reported: string[] = [];
  const destination = { site, frame: site };
  const judge = createJudge(bundledPolicy, bundledRules, {
    destination,
    onReported: (channel) => reported.push(channel),
  });
  judge.useTables({ ...bundledTables, ...tables }, 'test');
  return { judge, reported };
}

const allowing = (text: string, until = '2999-12-31'): Partial<EngineTables> => ({
  allowlist: { salt, entries: [{ kind: 'text', hash: hashText(salt, text)!, until }] },
});

describe('a keyword of the unit in a page', () => {
  const keywords = {
    salt,
    rules: [{ ruleId: 'keyword.x', action: 'block' as const, hashes: [hashKeyword(salt, 'Sao Mai 27')!] }],
  };
  const stages = [
    { ruleId: 'keyword.x', stage: 'report' as const, sites: [{ host: '*.zalo.me', stage: 'warn' as const }] },
  ];

  it('is stopped', () => {
    const { judge } = judgeAt('mail.google.com', { keywords });
    expect(judge.on('paste').weigh('về sao mai 27').action).toBe('block');
  });

  it('is only recorded while its rule is on trial, and warned of where the stage says so', () => {
    const gmail = judgeAt('mail.google.com', { keywords, stages });
    expect(stops(gmail.judge.on('paste').weigh('về sao mai 27'))).toBe(false);
    expect(gmail.reported).toEqual(['paste']);
    const zalo = judgeAt('chat.zalo.me', { keywords, stages });
    expect(zalo.judge.on('paste').weigh('về sao mai 27').action).toBe('warn');
  });
});

describe('a text that was found to be a false alarm', () => {
  it('goes in, and out again in a message of the page', () => {
    const { judge } = judgeAt('chat.zalo.me', allowing(FALSE_ALARM));
    expect(stops(judge.on('paste').weigh(FALSE_ALARM))).toBe(false);
    expect(stops(judge.on('script').weigh(JSON.stringify({ to: 'nhóm', text: FALSE_ALARM })))).toBe(false);
    const form = `to=nhóm\ntext=${FALSE_ALARM.normalize('NFD').replaceAll('\n', '\r\n')}&send=1`;
    expect(stops(judge.on('submit').weigh(form))).toBe(false);
  });

  it('takes no other marking with it', () => {
    const { judge } = judgeAt('chat.zalo.me', allowing(FALSE_ALARM));
    judge.on('paste').weigh(FALSE_ALARM);
    for (const text of [
      'Độ mật: MẬT',
      `${FALSE_ALARM}\nĐộ mật: MẬT`,
      `Độ mật: TỐI MẬT\n${FALSE_ALARM}`,
      FALSE_ALARM.replace('không ghi gì', 'ghi rõ'),
      FALSE_ALARM.slice(0, -8),
    ])
      expect(judge.on('paste').weigh(text).action, text.slice(0, 40)).toBe('block');
  });

  it('is judged again after its last day, and by other rules', () => {
    expect(judgeAt('chat.zalo.me', allowing(FALSE_ALARM, '2020-01-01')).judge.weigh(FALSE_ALARM).action).toBe(
      'block',
    );
    const { judge } = judgeAt('chat.zalo.me', allowing(FALSE_ALARM));
    judge.weigh(FALSE_ALARM);
    judge.useTables(bundledTables, 'next');
    expect(judge.weigh(FALSE_ALARM).action).toBe('block');
    expect(judge.weigh(`x ${FALSE_ALARM}`).action).toBe('block');
  });
});
