import { createAttempts, type Send } from '../content/attempts.ts';
import { guardDrop } from '../content/channels/drop.ts';
import { createFileHold, guardFilePicker } from '../content/channels/file-picker.ts';
import { guardPaste } from '../content/channels/paste.ts';
import { guardScripts } from '../content/channels/script.ts';
import { guardSubmit } from '../content/channels/submit.ts';
import { guardTyping } from '../content/channels/typing.ts';
import { readDestination } from '../content/destination.ts';
import { createEntries } from '../content/entries.ts';
import { joinFamily } from '../content/family.ts';
import { createFileGate } from '../content/file-gate.ts';
import type { Guard, Listeners } from '../content/guard.ts';
import { outermostWindow } from '../content/home.ts';
import { createAsker } from '../content/hooks/ask.ts';
import { keepDropEntries } from '../content/hooks/entries.ts';
import { hookForms } from '../content/hooks/forms.ts';
import { hookBeacon, hookFetch, hookXhr } from '../content/hooks/requests.ts';
import { createJudge, type Judge } from '../content/judge.ts';
import { handOn, holdLine } from '../content/line.ts';
import { OVERHEARD, shieldFrom } from '../content/notice/notice.ts';
import { BESIDE } from '../content/question.ts';
import { createTypedFields } from '../content/typed-fields.ts';
import type { Rules } from '../inspection/scan-pool.ts';
import type { Policy } from '../policy/policy.ts';
import { nameRules } from '../ui/words.ts';

/** What a guarded window takes from the page's settings. Shared by a page and the frames of its editors. */
export interface Settings {
  readonly policy: Policy;
  readonly rules: Rules;
  readonly contact: string;
  readonly language: string | undefined;
  /** Address of the folder with the plug-in's files. */
  readonly folder: string;
}

export interface Surroundings {
  readonly send: Send;
  readonly signal: AbortSignal;
  settings(): Settings;
  /** Called when settings have changed, with the newest. */
  onSettings(listen: (settings: Settings) => void): void;
  /** True when an event belongs to what is protected. */
  isInside(event: Event): boolean;
  /** True while the whole page is protected, and with it what its scripts send. */
  isWhole(): boolean;
}

/** Guards this window until the signal aborts. */
export function armWindow({ send, signal, settings, onSettings, isInside, isWhole }: Surroundings): Judge {
  const destination = readDestination();
  const attempts = createAttempts(destination, send, signal);
  const judge = createJudge(settings().policy, settings().rules, {
    destination,
    onReported: (channel, text, verdict) => attempts.stopText({ channel, text, verdict, unasked: true }),
  });
  const guard: Guard = {
    destination,
    judge,
    attempts,
    files: createFileGate(destination, attempts, send),
    entries: createEntries(judge),
    signal,
    hooks: null,
    // The readers of documents load with the first file.
    looksClean: () => false,
  };
  const use = ({ policy, rules: { tables, packId }, contact }: Settings): void => {
    judge.usePolicy(policy);
    if (packId !== judge.packId()) judge.useTables(tables, packId);
    nameRules(tables.names);
    attempts.contact = contact;
  };
  use(settings());
  onSettings(use);
  // Listens before the guard takes the drop away.
  const drops = keepDropEntries();
  const fields = createTypedFields(judge.on('typing'), signal, () => {});
  const family = joinFamily(fields, outermostWindow(), signal);
  const hold = createFileHold(guard);
  const typing = guardTyping(guard, fields, family);
  const entering = new Set(['input', 'beforeinput']);
  const channels = [
    shieldFrom(OVERHEARD),
    only(isInside, guardFilePicker(hold)),
    only(isInside, guardPaste(guard)),
    only(isInside, guardDrop(guard, hold)),
    only(isInside, guardSubmit(guard, family)),
    // What sends a marked field may stand outside of what is protected.
    only((event) => !entering.has(event.type) || isInside(event), typing),
  ];
  holdLine(channels.flatMap(Object.keys), (event) => handOn(event, channels), signal);
  const node = document.createElement('i');
  guardScripts(guard, node, hold, () => isWhole() && !extensionStandsHere());
  const ask = createAsker(node);
  for (const hook of [hookForms, hookFetch, hookXhr, hookBeacon, drops.hook]) hook(ask);
  return judge;
}

/** The listeners for those events that concern the plug-in, while no guard of the extension stands in the page. */
function only(concerns: (event: Event) => boolean, listeners: Listeners): Listeners {
  return Object.fromEntries(
    Object.entries(listeners).map(([type, listener]) => [
      type,
      (event: Event) => {
        if (concerns(event) && !extensionStandsHere()) (listener as (event: Event) => void)(event);
      },
    ]),
  );
}

/** Asked anew each time, some microseconds: the extension may come and go while the page is open. */
function extensionStandsHere(): boolean {
  return !dispatchEvent(new Event(BESIDE, { cancelable: true }));
}
