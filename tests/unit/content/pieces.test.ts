import { describe, expect, it } from 'vitest';
import { weighAmong } from '../../../src/content/channels/transfer-text.ts';
import { createEntries } from '../../../src/content/entries.ts';
import { createJudge, stops } from '../../../src/content/judge.ts';
import { createStreams } from '../../../src/content/streams.ts';
import { bundledPolicy } from '../../../src/policy/bundled.ts';
import { bundledRules } from '../../support/bundled-rules.ts';

const LETTER = 'Độ mật: TUYỆT MẬT. Báo cáo kết quả kiểm tra đột xuất, gửi kèm phụ lục.';

describe('texts that come in one after another', () => {
  const entries = () => createEntries(createJudge(bundledPolicy, bundledRules));

  it('are stopped when the second completes a marking', () => {
    const some = entries();
    some.keep('Độ mật: TUYỆT M');
    expect(some.weigh('ẬT. Báo cáo kết quả kiểm tra.')).not.toBeNull();
  });

  it('pass when nothing comes together at their seam', () => {
    const some = entries();
    some.keep('Kính gửi các đồng chí, ');
    expect(some.weigh('đề nghị đổi mật khẩu máy tính.')).toBeNull();
  });
});

describe('a long text that is pasted', () => {
  const LINES = 'Kính gửi các thôn: đề nghị báo cáo số cây đã trồng trước ngày 15 tháng 3.\n'.repeat(100);
  const judge = createJudge(bundledPolicy, bundledRules);
  const stopped = (text: string, before: string, after = '') => weighAmong(judge, text, { before, after });

  it('is stopped for a marking that its first line completes', () => {
    const text = `ẬT\nSố: 12/KH-UBND\n${LINES}`;
    expect(stopped(text, 'Chào anh chị.\n')).toBeNull();
    expect(stopped(text, 'TUYỆT M')).not.toBeNull();
  });

  it('is stopped for a marking that its last line completes', () => {
    expect(stopped(`${LINES}TUYỆT M`, '', 'ẬT\nSố: 12/KH-UBND')).not.toBeNull();
  });

  it('is stopped for a marking in its middle, whatever stands around it', () => {
    expect(stopped(LINES + LETTER + LINES, 'Chào anh chị.\n')).not.toBeNull();
  });

  it('passes when it is clean', () => {
    expect(stopped(LINES, 'Chào anh chị.\n', '\nTrân trọng.')).toBeNull();
  });
});

describe('messages on one way', () => {
  const send = (pieces: readonly string[]) => {
    const streams = createStreams(createJudge(bundledPolicy, bundledRules));
    return pieces.map((piece) => streams.weigh('socket:1', piece) === null);
  };

  it('are stopped from the piece that completes a marking on', () => {
    const passed = send(LETTER.match(/.{1,5}/gu)!);
    const complete = Math.ceil((LETTER.indexOf('TUYỆT MẬT') + 9) / 5) - 1;
    expect(passed.slice(0, complete - 1)).not.toContain(false);
    expect(passed.slice(complete + 1)).not.toContain(true);
  });

  it('are stopped when each keystroke travels in JSON of its own', () => {
    const passed = send([...LETTER].map((letter) => JSON.stringify({ op: 'insert', letter })));
    expect(passed.at(-1)).toBe(false);
    expect(passed[5]).toBe(true);
  });

  it('pass when they are clean', () => {
    const clean = 'Đề nghị các phòng bảo mật thông tin và đổi mật khẩu trước ngày 15.';
    expect(send([...clean].map((letter) => JSON.stringify({ letter })))).not.toContain(false);
  });

  it('do not mix with those of another way', () => {
    const streams = createStreams(createJudge(bundledPolicy, bundledRules));
    expect(streams.weigh('a', 'Độ mật: TUYỆT M')).toBeNull();
    expect(streams.weigh('b', 'ẬT. Báo cáo')).toBeNull();
  });
});

describe('the judge', () => {
  it('lets a person answer for what it stopped, and for nothing else', () => {
    const judge = createJudge(bundledPolicy, bundledRules);
    const verdict = judge.weigh(LETTER);
    expect(stops(verdict)).toBe(true);
    judge.approve(LETTER, verdict);
    expect(stops(judge.weigh(LETTER))).toBe(false);
    expect(stops(judge.weigh('Độ mật: TỐI MẬT. Báo cáo khác.'))).toBe(true);
  });

  it('counts only what crosses a seam when asked to', () => {
    const judge = createJudge(bundledPolicy, bundledRules);
    expect(stops(judge.weighAcross(LETTER, LETTER.indexOf('MẬT')))).toBe(true);
    expect(stops(judge.weighAcross(LETTER, LETTER.length - 5))).toBe(false);
  });
});
