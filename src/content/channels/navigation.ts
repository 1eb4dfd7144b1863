import type { Verdict } from '../../engine/verdict.ts';
import { readablesOf } from '../../reading/readables.ts';
import { type Guard, type Listeners, refuse } from '../guard.ts';
import { stops } from '../judge.ts';

interface NavigateEvent extends Event {
  readonly destination: { readonly url: string };
  readonly formData: FormData | null;
}

/**
 * Text in addresses: links, `location`, forms of any kind, meta refresh. `navigate` also shows what a form really sends
 * after the page's own listeners have added to it.
 */
export function guardNavigation(guard: Guard): Listeners {
  const weighTexts = (texts: readonly string[]): { text: string; verdict: Verdict } | null => {
    for (const text of readablesOf({ texts, bytes: [] })) {
      const verdict = guard.judge.on('script').weigh(text);
      if (stops(verdict)) return { text, verdict };
    }
    return null;
  };
  const stop = (found: { text: string; verdict: Verdict }): void =>
    guard.attempts.stopText({
      channel: 'script',
      ...found,
      unasked: true,
      onContinue: () => guard.judge.approve(found.text, found.verdict),
    });
  return {
    navigate(event) {
      const { destination, formData } = event as NavigateEvent;
      const values = formData ? [...formData.values()].filter((value) => typeof value === 'string') : [];
      const found = weighTexts([...addressTexts(destination.url), ...values]);
      if (!found) return;
      refuse(event);
      stop(found);
    },
    // A link into another window navigates nothing here; a ping goes beside the navigation.
    click(event) {
      const link = linkOf(event);
      if (!link || (!link.ping && link.target === '')) return;
      const found = weighTexts([...addressTexts(link.href), ...addressTexts(link.ping)]);
      if (!found) return;
      refuse(event);
      stop(found);
    },
  };
}

/** An address when it can carry words: a query, a fragment, an escape, or much else. */
function addressTexts(url: string): readonly string[] {
  return url.startsWith('blob:') || (!/[?#%]/u.test(url) && url.length < 200) ? [] : [url];
}

function linkOf(event: Event): HTMLAnchorElement | HTMLAreaElement | null {
  for (const node of event.composedPath())
    if (node instanceof HTMLAnchorElement || node instanceof HTMLAreaElement) return node;
  return null;
}
