/** Events a page could listen to, and learn from what is pressed or typed in a notice. */
export const OVERHEARD = [
  ...['keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'change'],
  ...['compositionstart', 'compositionupdate', 'compositionend', 'copy', 'cut', 'paste'],
  ...['pointerdown', 'pointerup', 'mousedown', 'mouseup', 'click', 'dblclick', 'auxclick', 'contextmenu'],
  ...['touchstart', 'touchend', 'focus', 'blur', 'focusin', 'focusout'],
  ...['dragstart', 'dragenter', 'dragover', 'dragleave', 'drop', 'dragend'],
];
