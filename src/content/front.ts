import { shadowRootOf } from '../platform/shadow.ts';
import { afterPaint } from './after-paint.ts';
import type { Listeners } from './guard.ts';
import { type Home, outermostWindow } from './home.ts';
import { handOn, holdLine } from './line.ts';
import { OVERHEARD } from './notice/overheard.ts';
import type { Place } from './place.ts';
import { BESIDE, carried, QUESTIONS, ROOT } from './question.ts';
import { watchStyles } from './style-watch.ts';

declare global {
  /** This frame's place in line, taken at the first call. Isolated world only. */
  var laChanFront: (() => Front) | undefined;
}

/** What the guard listens to; in frames also `message`. */
const HEARD = [...OVERHEARD, BESIDE, 'submit', 'selectionchange', 'pagehide', 'navigate'];
/** What begins something. The other events matter only to a guard that has met one of these. */
const WAKING = new Set([
  BESIDE,
  'input',
  'beforeinput',
  'keydown',
  'paste',
  'drop',
  'click',
  'submit',
  'navigate',
]);

/** The guard behind its front. */
export interface Crew {
  readonly listeners: readonly Listeners[];
  /** Takes the question node of this frame's hooks. */
  meet?(node: Element): void;
  /** Takes the question node of a frame inside this one, to answer for it once that frame is gone. */
  inherit?(node: Element, of: Document): void;
  /** Whether a style with these addresses must go. */
  refuseStyle?(addresses: readonly string[]): boolean;
}

/**
 * Stands first in line from the page's first moment on and costs next to nothing: the guard behind it may sleep until
 * something happens that must be judged, which is then handed on to it in the same turn.
 */
export interface Front {
  readonly place: Place;
  /** What a page could listen to inside a notice. */
  readonly overheard: readonly string[];
  /** The outermost window around this one that is of its origin. */
  readonly home: Home;
  /** Aborted when the frame is no longer guarded. */
  readonly signal: AbortSignal;
  /** Of the front's own file, so that the guard's need not have them again. */
  readonly handOn: typeof handOn;
  readonly afterPaint: typeof afterPaint;
  /** Hands on to this crew from now on. */
  man(crew: Crew): void;
  /** Answers for the hooks of a frame inside this one once `of`, its document, has no window: they ask in `cradle`. */
  inherit(cradle: Element, node: Element, of: Document): void;
  leave(): void;
}

/** `wake` has the guard man the front at once, where there is a guard. */
export function standInFront(place: Place, wake: () => void): Front {
  const controller = new AbortController();
  const { signal } = controller;
  const home = outermostWindow();
  const heirs: (readonly [node: Element, of: Document])[] = [];
  let crew: Crew | undefined;
  let own: Element | undefined;
  const rouse = (): void => {
    if (!crew) wake();
  };
  const hear = (event: Event): void => {
    if (WAKING.has(event.type)) rouse();
    if (crew) handOn(event, crew.listeners);
  };
  /** A listener added while its own target is told of an event comes too late; one above the node is still in time. */
  const attend = (cradle: Element, asks: () => boolean): void => {
    for (const type of QUESTIONS)
      cradle.addEventListener(type, () => asks() && rouse(), { capture: true, signal });
  };
  const watch = watchStyles((addresses) => {
    rouse();
    return crew?.refuseStyle?.(addresses) ?? false;
  }, signal);
  const line = holdLine(HEARD, hear, signal);
  if (window.top !== window) line.add(['message']);
  line.meetHooks((node) => {
    own = node;
    const cradle = document.createElement('i');
    cradle.append(node);
    attend(cradle, () => true);
    const meetRoot = (event: Event): void => {
      const met = carried(event) as Element;
      watch(met.localName === 'script' ? met : shadowRootOf(met)!);
    };
    cradle.addEventListener(ROOT, meetRoot, { capture: true, signal });
    // The functions of a frame that is taken out of the page live on in the hands of scripts; its guard does not.
    if (home !== window) home.laChanFront?.().inherit(cradle, node, document);
    crew?.meet?.(node);
  });
  return {
    place,
    overheard: OVERHEARD,
    home,
    signal,
    handOn,
    afterPaint,
    man(next) {
      crew = next;
      line.add(next.listeners.flatMap(Object.keys));
      if (own) next.meet?.(own);
      for (const [node, of] of heirs) next.inherit?.(node, of);
    },
    inherit(cradle, node, of) {
      // A node of a document without a window hears no events.
      document.adoptNode(cradle);
      attend(cradle, () => of.defaultView === null);
      heirs.push([node, of]);
      crew?.inherit?.(node, of);
    },
    leave: () => controller.abort(),
  };
}
