import { fieldOf, targetOf } from './fields.ts';

const BUTTON =
  'button,a,summary,label,input[type=submit],input[type=button],input[type=image],[role=button],[role=link],[role=menuitem],[onclick],[tabindex="0"]';
const FIELD = 'textarea,input:not([type=hidden]),[contenteditable]';
const HARMLESS =
  /^(?:x|×|✕|hủy|huỷ|hủy bỏ|đóng|xóa|xoá|bỏ|bỏ qua|thoát|quay lại|trở lại|sửa|hoàn tác|chọn tệp|xem|in|cancel|close|delete|remove|discard|back|undo|clear|edit|dismiss)(?!\p{L})/iu;
const TOOLBAR = '[role=toolbar],[role=menubar],[role=tablist],[aria-haspopup],[aria-pressed]';

/**
 * The element whose activation may send what the page holds: anything button-like, except what only cancels, formats or
 * opens a menu. Asked only while a field is marked, so it errs on the side of holding.
 */
export function sendControlOf(event: Event): Element | null {
  if (fieldOf(targetOf(event))) return null;
  for (const node of event.composedPath()) {
    if (!(node instanceof Element)) continue;
    if (node.querySelector(FIELD)) return null;
    if (!node.matches(BUTTON) && !looksPressable(node)) continue;
    return isHarmless(node) ? null : node;
  }
  return null;
}

/** Pages make buttons of anything; what they cannot hide is the pointer they show a person. */
function looksPressable(element: Element): boolean {
  return getComputedStyle(element).cursor === 'pointer';
}

function isHarmless(element: Element): boolean {
  if (element.closest(TOOLBAR)) return true;
  if (element instanceof HTMLLabelElement) return true;
  if (element instanceof HTMLAnchorElement && element.hash && element.pathname === location.pathname)
    return element.getAttribute('role') !== 'button' && !element.hasAttribute('onclick');
  const label = element.getAttribute('aria-label') ?? element.getAttribute('title') ?? element.textContent;
  const value = element instanceof HTMLInputElement ? element.value : label;
  return HARMLESS.test((value ?? '').trim());
}
