import type { NoticeHandle, NoticeModel } from '../../../src/content/notice/model.ts';
import { shieldFrom, shieldNotices, showNotice } from '../../../src/content/notice/notice.ts';
import { OVERHEARD } from '../../../src/content/notice/overheard.ts';

/** Content script of the test extension: lets a test show a notice and read what the person did. */
interface NoticeFixture {
  show(model: NoticeModel): void;
  update(model: NoticeModel): void;
  close(): void;
  readonly answers: string[];
}

const handles: NoticeHandle[] = [];
const answers: string[] = [];
const fixture: NoticeFixture = {
  answers,
  show(model) {
    const handle = showNotice(model, {
      onContinue: (reason) => answers.push(`continue:${reason}`),
      onClose: () => answers.push('close'),
      onFalseAlarm: () => answers.push('false-alarm'),
    });
    handles.push(handle);
  },
  update: (model) => handles.at(-1)?.update(model),
  close: () => handles.at(-1)?.close(),
};
shieldFrom(OVERHEARD);
shieldNotices(window);
Object.assign(globalThis, { noticeFixture: fixture });
