import type { Destination } from '../engine/verdict.ts';
import { send } from '../platform/messaging.ts';
import { bundledPolicy } from '../policy/bundled.ts';
import { createAttempts } from './attempts.ts';
import { guardDrop } from './channels/drop.ts';
import { guardFilePicker } from './channels/file-picker.ts';
import { guardPaste } from './channels/paste.ts';
import { guardScripts } from './channels/script.ts';
import { guardSubmit } from './channels/submit.ts';
import { guardTyping } from './channels/typing.ts';
import { findFamily } from './family.ts';
import { createFileGate } from './file-gate.ts';
import type { Guard, Listeners } from './guard.ts';
import { createJudge } from './judge.ts';
import { createTypedFields } from './typed-fields.ts';

/** Guards this frame until the returned controller aborts. Synchronous: the page's first script comes after it. */
export function arm(destination: Destination): AbortController {
  const controller = new AbortController();
  const { signal } = controller;
  const judge = createJudge(bundledPolicy);
  const attempts = createAttempts(destination, signal);
  const guard: Guard = { destination, judge, attempts, files: createFileGate(destination, attempts), signal };
  const fields = createTypedFields(judge, signal);
  const family = findFamily();
  family.join(fields, signal);
  guardScripts(guard);
  listen(
    [
      guardFilePicker(guard),
      guardPaste(guard),
      guardDrop(guard),
      guardTyping(guard, fields, family),
      guardSubmit(guard, family),
    ],
    signal,
  );
  requestIdleCallback(() => judge.warm(), { timeout: 2_000 });
  send('guard.read', { destination }).then(
    (state) => {
      attempts.contact = state.contact;
      if (!state.guarded) controller.abort();
    },
    () => {
      // The bundled policy holds until the background answers at the next page.
    },
  );
  return controller;
}

/**
 * Adds the channels' listeners, and again whenever the document was re-opened: `document.open()`, with which editors build
 * their frames, erases every listener of document and window. Adding a listener that is still there changes nothing.
 */
function listen(channels: readonly Listeners[], signal: AbortSignal): void {
  const attach = () => {
    for (const channel of channels)
      for (const [type, listener] of Object.entries(channel))
        addEventListener(type, listener as EventListener, { capture: true, signal });
  };
  attach();
  const reopened = new MutationObserver(attach);
  reopened.observe(document, { childList: true });
  signal.addEventListener('abort', () => reopened.disconnect());
}
