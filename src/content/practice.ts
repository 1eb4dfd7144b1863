import { textsOf, weighEntry } from './channels/transfer-text.ts';
import { createEntries } from './entries.ts';
import type { Judge } from './judge.ts';

/**
 * Something of every kind the engine meets. A kind that never came in practice has the browser throw its machine code
 * away in the middle of the first paste.
 */
const KINDS = `Số: 12/KH\tĐộc lập
TỐI MẬT
Độ mật: Mật, Tối mật
<p>M.Ậ.T, mật độ, toi mat &amp; "\\u1eadt" T U Y E T M A T
`;
export const PRACTICE_TEXT = KINDS + 'Kính gửi: báo cáo của Đảng, bề mặt, mất mạng.\n'.repeat(20);

/**
 * One round of what the first paste would wait for: a clipboard and a field that no page sees, weighed for nobody. Call it
 * when idle.
 */
export function practise(judge: Judge, round: number): void {
  const field = document.createElement('textarea');
  const data = new DataTransfer();
  data.setData('text/plain', `${round}. ${PRACTICE_TEXT}`);
  weighEntry(
    { judge: { ...judge, on: () => judge }, entries: createEntries(judge) },
    'paste',
    textsOf(data),
    field,
  );
}
