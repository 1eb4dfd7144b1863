import { type DroppedItem, readDropped } from '../dropped-folders.ts';
import { fieldOf } from '../fields.ts';
import { type Guard, type Listeners, refuse } from '../guard.ts';
import { dropPoint, endDrag, replayDrop } from '../replay/drop.ts';
import type { FileHold } from './file-picker.ts';
import { textsOf, weighEntry } from './transfer-text.ts';

/** Drops of text and of files. `dragover` is never touched. */
export function guardDrop(guard: Guard, hold: FileHold): Listeners {
  return {
    drop(event) {
      const data = event.dataTransfer;
      if (!data || !event.isTrusted) return;
      const target = dropPoint(event);
      const stopped = weighEntry(guard, 'drop', textsOf(data), fieldOf(target));
      if (!stopped && data.files.length === 0) return;
      const dropped = readDropped(data);
      if (!stopped && dropped.every(({ isFolder }) => !isFolder) && guard.looksClean([...data.files])) return;
      const replay = replayDrop(event, target, hold.give);
      refuse(event);
      if (!stopped) {
        void passing(guard, dropped).then((files) => {
          if (files.length > 0) replay(files);
          else endDrag(event, target);
        });
        return;
      }
      endDrag(event, target);
      guard.attempts.stopText({
        channel: 'drop',
        ...stopped,
        onContinue: () => {
          guard.judge.approve(stopped.text, stopped.verdict);
          void passing(guard, dropped).then(replay);
        },
      });
    },
  };
}

/** The dropped items that may go on. A folder goes on when any of its files may; the others stay shut when they are read. */
async function passing(guard: Guard, dropped: readonly DroppedItem[]): Promise<readonly File[]> {
  // A folder too full to be read is inspected as the unreadable thing it is: held, told and recorded.
  const contents = await Promise.all(dropped.map((one) => one.contents().catch(() => [one.item])));
  const passed = new Set(await guard.files.inspect(contents.flat(), 'drop'));
  return dropped
    .filter((_, i) => {
      const files = contents[i];
      return !files || files.length === 0 || files.some((file) => passed.has(file));
    })
    .map(({ item }) => item);
}
