import type { NoticeHandle, NoticeHandlers, NoticeModel } from './model.ts';

/** Shows one notice in a closed shadow root on top of the page. */
export function showNotice(_model: NoticeModel, _handlers: NoticeHandlers): NoticeHandle {
  return { update() {}, close() {} };
}
