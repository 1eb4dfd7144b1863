import { LATER } from './later-sentences.ts';
import { SENTENCES } from './sentences.ts';

/** A text made around one sentence of an item; `half` says whether the rules were chosen with its sentence in sight (`later`: written after they were final). */
export interface CategoryText {
  readonly sector: string;
  readonly rule: string;
  readonly kind: 'paper' | 'near';
  readonly half: 'tuned' | 'kept' | 'later';
  readonly text: string;
}

type Frame = (sentence: string, words: Words) => string;
interface Words {
  readonly agency: string;
  readonly place: string;
  readonly number: number;
  readonly filler: string;
  readonly more: string;
}

const AGENCIES = [
  'SỞ NỘI VỤ',
  'BỘ CÔNG THƯƠNG',
  'ỦY BAN NHÂN DÂN TỈNH',
  'TỈNH ỦY',
  'CỤC QUẢN LÝ',
  'BAN TỔ CHỨC',
];
const PLACES = ['Hải Lăng', 'Bắc Trà', 'Đông Vệ', 'Phú Ngãi', 'An Thạnh'];
const FILLERS = [
  'Thực hiện nhiệm vụ được giao, đơn vị đã phối hợp với các phòng liên quan hoàn thành việc rà soát.',
  'Trong quá trình triển khai có một số khó khăn về thời gian và nhân lực, đề nghị lãnh đạo quan tâm.',
  'Các đơn vị tổng hợp số liệu gửi về văn phòng để theo dõi, đôn đốc.',
  'Trên đây là nội dung chính; bộ phận giúp việc sẽ cập nhật khi có thay đổi.',
  'Tình hình chung ổn định, chưa phát sinh vấn đề mới so với kỳ trước.',
];

const PAPER_FRAMES: readonly Frame[] = [
  (s, w) =>
    `${w.agency}\nSố: ${w.number}/BC-${w.number}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n${w.place}, ngày 4 tháng 5 năm 2026\nBÁO CÁO\n${s}\n${w.filler}`,
  (s, w) =>
    `${w.agency}\nSố: ${w.number}/CV\nV/v báo cáo công tác\nKính gửi: ${w.place}\n${w.filler}\n${s}\n${w.more}`,
  (s, w) =>
    `TỈNH ỦY ${w.place.toUpperCase()}\n*\nSố ${w.number}-TTr/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nTỜ TRÌNH\n${s}\n${w.filler}`,
  (s, w) => `Kính gửi anh,\n${w.filler}\n${s}\nTrân trọng.`,
  (s, w) =>
    `${w.agency}\nSố: ${w.number}/PA\nPHƯƠNG ÁN\n${w.filler}\n${w.more}\nI. NỘI DUNG\n${s}\nKính trình xem xét.`,
];

const NEAR_FRAMES: readonly Frame[] = [
  (s, w) =>
    `(Báo ${w.place}) - ${s}\n${w.filler}\nTheo phóng viên có mặt tại hiện trường, người dân đồng tình.`,
  (s, w) => `Điều ${w.number}. Quy định chung\n1. ${s}\n2. Việc thực hiện theo quy định của pháp luật.`,
  (s, w) =>
    `${w.agency}\nSố: ${w.number}/TB\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nTHÔNG BÁO\n${s}\n${w.filler}`,
  (s, w) => `mọi người ơi, ${s}\n${w.filler}`,
  (s, w) =>
    `Câu hỏi của bạn đọc: ${s}\nTrả lời: ${w.filler} Bạn có thể xem thêm Luật và Nghị định số ${w.number}.`,
  (s, w) => `TRƯỜNG THPT ${w.place.toUpperCase()}\nKẾ HOẠCH\nKính gửi: các tổ chuyên môn\n${s}\n${w.filler}`,
];

/** What a paper says stands in these, too, as an example of what is on the list. */
const LIST_FRAMES: readonly Frame[] = [
  (s, w) =>
    `TẬP HUẤN BẢO VỆ BÍ MẬT NHÀ NƯỚC\nVí dụ về tài liệu thuộc danh mục bí mật nhà nước:\n- ${s}\n${w.filler}`,
  (s, w) =>
    `QUYẾT ĐỊNH\nĐiều 1. Bí mật nhà nước độ Tối mật gồm:\n${w.number}. ${s}\nĐiều 2. Bí mật nhà nước độ Mật gồm:`,
];

const EACH = 200;

/** At least 200 papers and 200 near texts of every sector, the same at every call. */
export function makeCategoryTexts(): CategoryText[] {
  const random = seeded(2026);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const make = makerOf(random, pick);
  const texts: CategoryText[] = [];
  for (const [sector, items] of Object.entries(SENTENCES)) {
    for (let n = 0; n < 2 * EACH; n++) {
      const kept = n % 2 === 1;
      const item = items[Math.floor(n / 2) % items.length]!;
      const half = kept ? 'kept' : 'tuned';
      const papers = kept ? item.fresh : item.papers;
      const about = { sector, rule: item.rule, half } as const;
      texts.push({ ...about, kind: 'paper', text: make(pick(PAPER_FRAMES), pick(papers)) });
      const near =
        random() < 0.25
          ? make(pick(LIST_FRAMES), pick(papers))
          : make(pick(NEAR_FRAMES), pick(kept ? item.freshTalk : item.talk));
      texts.push({ ...about, kind: 'near', text: near });
    }
  }
  return texts;
}

/** Every later sentence in every frame: hundreds of papers and near texts of each of three sectors. */
export function makeLaterTexts(): CategoryText[] {
  const random = seeded(2027);
  const make = makerOf(random, (list) => list[Math.floor(random() * list.length)]!);
  return Object.entries(LATER).flatMap(([sector, items]) =>
    items.flatMap(({ rule, papers, talk }) => {
      const of = (kind: CategoryText['kind'], frames: readonly Frame[], sentences: readonly string[]) =>
        frames.flatMap((frame) =>
          sentences.map((sentence) => ({
            sector,
            rule,
            kind,
            half: 'later' as const,
            text: make(frame, sentence),
          })),
        );
      return [
        ...of('paper', PAPER_FRAMES, papers),
        ...of('near', NEAR_FRAMES, talk),
        ...of('near', LIST_FRAMES, papers),
      ];
    }),
  );
}

function makerOf(random: () => number, pick: <T>(list: readonly T[]) => T) {
  return (frame: Frame, sentence: string): string => {
    const words = {
      agency: pick(AGENCIES),
      place: pick(PLACES),
      number: 2 + Math.floor(random() * 90),
      filler: pick(FILLERS),
      more: pick(FILLERS),
    };
    return frame(fill(sentence, pick(PLACES), random), words);
  };
}

function fill(sentence: string, place: string, random: () => number): string {
  return sentence
    .replaceAll('{tinh}', place)
    .replaceAll('{nam}', String(2026 + Math.floor(random() * 5)))
    .replaceAll('{thang}', String(1 + Math.floor(random() * 12)))
    .replaceAll('{so}', String(2 + Math.floor(random() * 8)));
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
