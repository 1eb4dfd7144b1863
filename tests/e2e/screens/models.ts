import type { NoticeModel } from '../../../src/content/notice/model.ts';
import type { Finding, Level } from '../../../src/engine/types.ts';
import type { Outcome, Verdict } from '../../../src/engine/verdict.ts';

export const letter =
  'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nMẬT\n\nSố: 15/BC-ABC\nBáo cáo thử nghiệm về việc chuẩn bị phòng họp của cơ quan trong tuần tới';

export function finding(
  text: string,
  phrase: string,
  level: Level | null = 'mat',
  kind: Finding['kind'] = 'marking',
): Finding {
  const start = text.indexOf(phrase);
  return {
    ruleId: `${kind}.${level ?? 'test'}`,
    kind,
    level,
    action: kind === 'marking' ? 'block' : 'warn',
    confidence: 0.98,
    start,
    end: start + phrase.length,
    signals:
      kind !== 'marking'
        ? []
        : [
            { id: 'capitals', weight: 2, start, end: start + phrase.length },
            { id: 'number-above', weight: 3, start: -1, end: -1 },
            { id: 'quoted', weight: -5, start: -1, end: -1 },
          ],
  };
}

export function verdict(
  action: Verdict['action'],
  outcome: Outcome = 'scanned',
  ...places: string[]
): Verdict {
  return {
    action,
    level: action === 'block' ? 'mat' : null,
    outcome,
    findings: places.map((where) => ({ finding: finding(letter, 'MẬT'), where })),
  };
}

export const blockedPaste: NoticeModel = {
  kind: 'blocked',
  site: 'office.example.vn',
  channel: 'paste',
  contact: 'chị Lan, văn thư, máy lẻ 105',
  items: [
    {
      kind: 'text',
      text: letter,
      verdict: {
        action: 'block',
        level: 'mat',
        outcome: 'scanned',
        findings: [{ finding: finding(letter, '\nMẬT\n'), where: 'text' }],
      },
    },
  ],
};

export const typedMark: NoticeModel = { ...blockedPaste, channel: 'typing', stays: true };

const plan = 'Gửi các tổ: phương án vận chuyển đề thi chính thức môn Toán kèm theo thư này, đề nghị giữ kín.';

export const warnedPaste: NoticeModel = {
  kind: 'warned',
  site: 'office.example.vn',
  channel: 'paste',
  contact: '',
  items: [
    {
      kind: 'text',
      text: plan,
      verdict: {
        action: 'warn',
        level: null,
        outcome: 'scanned',
        findings: [{ finding: finding(plan, 'đề thi chính thức môn Toán', null, 'category'), where: 'text' }],
      },
    },
  ],
};

export const mixedFiles: NoticeModel = {
  kind: 'blocked',
  site: 'office.example.vn',
  channel: 'drop',
  contact: '',
  items: [
    { kind: 'file', name: 'Lịch trực tuần 47.xlsx', verdict: verdict('allow') },
    { kind: 'file', name: 'Báo cáo tháng 11.docx', verdict: verdict('block', 'scanned', 'header', 'page:3') },
    {
      kind: 'file',
      name: 'Bo-anh-hoi-nghi-tong-ket-nam-hoc-2026-ban-quet-cuoi-cung-rat-dai.zip',
      verdict: verdict('hold', 'encrypted'),
    },
  ],
};

export const heldFile: NoticeModel = {
  kind: 'held',
  site: 'office.example.vn',
  channel: 'file-picker',
  contact: '',
  items: [{ kind: 'file', name: 'hồ sơ.zip', verdict: verdict('hold', 'encrypted') }],
};

export const scanningFiles: NoticeModel = {
  kind: 'scanning',
  site: 'office.example.vn',
  channel: 'file-picker',
  contact: '',
  items: [{ kind: 'file', name: 'Tập bản quét 2026.pdf', verdict: null }],
};
