import { fairWords } from './fair-words.ts';
import { levels } from './words.ts';

const ONSETS = 'B C CH D Đ G GI H KH L M N NG NH PH QU R S T TH TR V X'.split(' ');
/** Rhymes with a mark: those that end in a stop have two tones alone. */
const RHYMES =
  'À ÁC ÁCH ÁI ÀM ẠM ÁN ÃNG ÁO ÁP ÁT ẶC ẮM ĂN ẮNG ẶP ẮT ẶT ẬC ẤM ẦN ÂNG ẬP ẤT ẬT ẦU ÂY Ẻ ÈM ÉN ÉO ẸP ÉT Ề ẾCH ÊN ẾP ẾT ỆT ỀU Ì ÍCH IỂM IỆN IẾNG IẾP IẾT IỆT IỀU ÌM ÍN ÌNH ÍP ÍT ÍU Ò ÓC ÓI ÕM ON ÓNG ÓP ỌT Ồ ỐC ỐI ỘI ÔM ỒN ÔNG ỐP ỐT ỘT Ờ ỚI ƠM ỚN ỚP ỚT Ũ ÚC ÙI UỆ ÙM ÚN ÙNG UỐC UỐI UỘM UÔN UỒNG ÚP ÚT ỤT UY UYÊN UYẾT UYỆT Ư ỨC ỪNG ƯỚC ƯỜI ƯƠM ƯỢN ƯƠNG ƯỚP ƯỚT ƯU'.split(
    ' ',
  );
/** One syllable in so many is kept for the half of near misses, and never taught. */
const KEPT = 4;
/** Words of earlier halves that were mistaken for levels, or chosen beforehand to be near them: never taught either. */
export const knownNearMisses = [
  ...['THƯ MẬT', 'SỎI MẬT', 'RỈ MẬT', 'MẬT ƯỚC', 'MẬT HIỆU', 'MẬT NGỌT', 'MẬT THÁM', 'TỐI DẠ', 'TỐI SẦM'],
  ...['TỐI TĂM', 'TỐI KHẨN', 'TUYỆT BÚT', 'TUYỆT VỌNG', 'TUYỆT KỸ', 'TUYỆT TÍCH', 'TUYỆT SẮC', 'TUYỆT CÚ'],
] as const;

const syllables = ONSETS.flatMap((onset) => RHYMES.map((rhyme) => onset + rhyme)).filter(
  (word) => !['MAT', 'TOI', 'TUYET'].includes(bare(word)),
);
/** A Knuth hash of the place, so that neighbours in the list fall apart. */
const kept = (at: number) => (Math.imul(at + 1, 2654435761) >>> 8) % KEPT === 0;
const held = syllables.filter((_, at) => kept(at));
const knownWords = new Set(knownNearMisses.flatMap((words) => words.split(' ')));
const taught = syllables.filter((word, at) => !kept(at) && !knownWords.has(word));
const alike = {
  taught:
    'MẶT MẤT MẮT MÁT MẠT MỘT MẪU MỜI MỚI MẠNG MÃ MỤC MỌI MỖI MIỄN NHẬT THẬT ĐẤT BẬT CHẤT HẠT LUẬT TẤT TẬP TẬN VẬT PHẬT XUẤT TỘI TÔI TỐT TỜI TỚI TUYẾT TUYẾN TUYỂN TUYÊN THUYẾT QUYẾT DUYỆT NGUYỆT HUYỆT'.split(
      ' ',
    ),
  kept: held,
};

/**
 * Words made to be near a level's: one of its words beside a syllable that chance makes, or beside one that looks alike. No
 * syllable of the half that is `kept` for reporting stands in the half that is `taught`.
 */
export function nearMiss(next: () => number, half: 'taught' | 'kept'): string {
  const pick = (from: readonly string[]) => from[Math.floor(next() * from.length)]!;
  for (;;) {
    const own = pick(['MẬT', 'MẬT', 'TỐI', 'TUYỆT']);
    const other = pick(next() < 0.6 ? (half === 'taught' ? taught : held) : alike[half]);
    const kind = next();
    const near = half === 'taught' && next() < 0.3 ? pick(alike.taught) : own;
    const made =
      half === 'kept' || kind < 0.6
        ? near === 'MẬT'
          ? `${other} ${near}`
          : `${near} ${other}`
        : kind < 0.75
          ? near === 'MẬT'
            ? `${near} ${other}`
            : `${other} ${near}`
          : kind < 0.83
            ? other
            : kind < 0.88
              ? pick(['TỐI', 'TUYỆT'])
              : `${other} ${near} ${pick(taught)}`;
    // A level's own letters with other marks: small print loses marks, nobody can tell.
    const same = levels.some(([, words]) => bare(words) === bare(made));
    if (!same && !(fairWords as readonly string[]).includes(made)) return made;
  }
}

function bare(words: string): string {
  return words.normalize('NFD').replace(/[\u0300-\u036f]/g, '');
}
