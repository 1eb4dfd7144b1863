import { fieldOf, focused, targetOf } from '../fields.ts';
import { type Guard, type Listeners, refuse } from '../guard.ts';
import { replayFilePaste, replayTextPaste } from '../replay/paste.ts';
import { textsOf, weighEntry } from './transfer-text.ts';

/** Ctrl+V, the menu and `execCommand('paste')`. A clean text is not touched; files on the clipboard wait for their verdict. */
export function guardPaste(guard: Guard): Listeners {
  return {
    paste(event) {
      const data = event.clipboardData;
      if (!data || !event.isTrusted) return;
      const target = targetOf(event) ?? focused();
      const field = fieldOf(target);
      const texts = textsOf(data);
      const stopped = weighEntry(guard, 'paste', texts, field);
      if (stopped) {
        refuse(event);
        const replay = replayTextPaste(target, data);
        guard.attempts.stopText({
          channel: 'paste',
          ...stopped,
          onContinue: () => {
            guard.judge.approve(stopped.text, stopped.verdict);
            replay();
          },
        });
        return;
      }
      if (data.files.length === 0 || guard.looksClean([...data.files])) return;
      refuse(event);
      const replay = replayFilePaste(target, data);
      void guard.files.inspect([...data.files], 'paste').then((files) => {
        if (files.length > 0 || texts.length > 0) replay(files);
      });
    },
  };
}
