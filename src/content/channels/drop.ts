import { fieldOf } from '../fields.ts';
import type { Guard, Listeners } from '../guard.ts';
import { refuse } from '../guard.ts';
import { dropPoint, endDrag, replayDrop } from '../replay/drop.ts';
import { textsOf, weighEntry } from './transfer-text.ts';

/** Drops of text and of files. `dragover` is never touched. */
export function guardDrop(guard: Guard): Listeners {
  return {
    drop(event) {
      const data = event.dataTransfer;
      if (!data || !event.isTrusted) return;
      const target = dropPoint(event);
      const stopped = weighEntry(guard, textsOf(data), fieldOf(target));
      if (!stopped && data.files.length === 0) return;
      const replay = replayDrop(event, target);
      if (stopped) {
        refuse(event);
        endDrag(event, target);
        guard.attempts.stopText({
          channel: 'drop',
          ...stopped,
          onContinue: () => {
            guard.judge.approve(stopped.text, stopped.verdict);
            replay([...data.files]);
          },
        });
        return;
      }
      refuse(event);
      void guard.files.inspect([...data.files], 'drop').then((files) => {
        if (files.length > 0) replay(files);
        else endDrag(event, target);
      });
    },
  };
}
