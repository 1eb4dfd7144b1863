import { textsOf, weighEntry } from './channels/transfer-text.ts';
import { createEntries } from './entries.ts';
import type { Listeners } from './guard.ts';
import type { Judge } from './judge.ts';
import type { handOn } from './line.ts';

/**
 * Something of every kind the engine meets. A kind that never came in practice has the browser throw its machine code
 * away in the middle of the first paste.
 */
const KINDS = `Số: 12/KH\tĐộc lập
TỐI MẬT
Độ mật: Mật, Tối mật
<p>M.Ậ.T, mật độ, toi mat &amp; "\\u1eadt" T U Y E T M A T
`;
const CLEAN = 'Kính gửi: báo cáo của Đảng, bề mặt, bảo mật, danh sách, đề thi.\n';
export const PRACTICE_TEXT = KINDS + CLEAN.repeat(30);
/** Longer than what is read of a field around the caret. */
const LONG = CLEAN.repeat(80);

/** What the first paste runs through, besides the engine. */
export interface PracticeGround {
  readonly judge: Judge;
  readonly listeners: readonly Listeners[];
  readonly handOn: typeof handOn;
}

/**
 * Makes rounds of what the first paste would wait for: a clipboard and a field that no page sees, weighed for nobody, and
 * events that no person made and no page hears. Call the rounds when idle; the first one builds the engine and no more.
 */
export function createPractice({ judge, listeners, handOn }: PracticeGround): (round: number) => void {
  const aside = { judge: { ...judge, on: () => judge }, entries: createEntries(judge) };
  const field = document.createElement('textarea');
  for (const type of ['keydown', 'paste', 'beforeinput', 'input'])
    field.addEventListener(type, (event) => handOn(event, listeners));
  return (round) => {
    judge.weigh(`${round}. ${PRACTICE_TEXT}`);
    if (round === 0) return;
    // A short text is weighed again as what its field holds.
    const data = `${round}. ${round % 2 ? LONG : CLEAN}`;
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', data);
    weighEntry(aside, 'paste', textsOf(clipboardData), field);
    field.dispatchEvent(new KeyboardEvent('keydown'));
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData }));
    field.dispatchEvent(new InputEvent('beforeinput', { inputType: 'insertFromPaste', data }));
    field.value = data;
    field.dispatchEvent(new InputEvent('input', { inputType: 'insertFromPaste', data }));
    field.value = '';
  };
}
