import type { GuardState } from '../messages/messages.ts';
import { send } from '../platform/messaging.ts';
import { bundledVerdictPolicy } from '../policy/bundled.ts';
import { CORE_PACK, coreTables } from '../rules/core.ts';
import { createAttempts } from './attempts.ts';
import { answerPlugin } from './beside-plugin.ts';
import { guardDrop } from './channels/drop.ts';
import { createFileHold, guardFilePicker } from './channels/file-picker.ts';
import { guardMessages } from './channels/message.ts';
import { guardNavigation } from './channels/navigation.ts';
import { guardPaste } from './channels/paste.ts';
import { guardScripts } from './channels/script.ts';
import { guardStyles } from './channels/style.ts';
import { guardSubmit } from './channels/submit.ts';
import { guardTyping, hearReadings } from './channels/typing.ts';
import { createEntries } from './entries.ts';
import { joinFamily } from './family.ts';
import { createFileGate } from './file-gate.ts';
import { followBackground } from './follow-background.ts';
import type { Front } from './front.ts';
import type { Guard, Listeners } from './guard.ts';
import { createJudge } from './judge.ts';
import { shieldFrom, showNotice } from './notice/notice.ts';
import { relayNotices } from './notice/relay.ts';
import { createPractice } from './practice.ts';
import { carry, VEIL } from './question.ts';
import { looksClean } from './quick-files.ts';
import { createTypedFields } from './typed-fields.ts';
import { buildLater, warmUp } from './warm-up.ts';

/** Guards this frame behind its front until that leaves. Synchronous: what woke the guard is judged next. */
export function arm(front: Front): void {
  const { signal, place } = front;
  const { destination } = place;
  const attempts = createAttempts(destination, send, signal);
  let practising = false;
  const judge = createJudge(
    bundledVerdictPolicy,
    { tables: coreTables, packId: CORE_PACK },
    {
      destination,
      onReported: (channel, text, verdict) =>
        practising || attempts.stopText({ channel, text, verdict, unasked: true }),
    },
  );
  const files = createFileGate(destination, attempts, send);
  const guard: Guard = {
    destination,
    judge,
    attempts,
    files,
    entries: createEntries(judge),
    signal,
    hooks: null,
    looksClean: (files) => looksClean(judge.engine(), files),
  };
  const fields = createTypedFields(judge.on('typing'), signal, (field, shown) =>
    guard.hooks?.dispatchEvent(carry(VEIL, field, shown)),
  );
  const family = joinFamily(fields, front.home, signal);
  const hold = createFileHold(guard);
  const channels: Listeners[] = [
    shieldFrom(front.overheard),
    answerPlugin(place),
    guardFilePicker(hold),
    guardPaste(guard),
    guardDrop(guard, hold),
    guardTyping(guard, fields, family),
    guardSubmit(guard, family),
    guardNavigation(guard),
    guardMessages(guard, place),
  ];
  relayNotices(showNotice, signal);
  front.man({
    listeners: channels,
    meet(node) {
      guard.hooks = node;
      guardScripts(guard, node, hold);
      hearReadings(guard, fields, node);
    },
    inherit: (node, of) => guardScripts(guard, node, hold, () => of.defaultView === null),
    refuseStyle: guardStyles(guard),
  });
  const take = ({ contact, guarded }: GuardState): void => {
    attempts.contact = contact;
    if (!guarded) front.leave();
  };
  const rounds = createPractice({ judge, listeners: [...channels], handOn: front.handOn });
  const practise = (round: number): void => {
    practising = true;
    try {
      rounds(round);
    } finally {
      practising = false;
    }
  };
  const onNewRules = () => buildLater(practise, signal);
  const known = followBackground(destination, judge, { take, onNewRules }, signal);
  channels.push(warmUp(practise, known, front));
}
