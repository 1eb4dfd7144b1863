import { type Guard, type Listeners, refuse } from '../guard.ts';
import { stopScript } from './script-text.ts';

interface NavigateEvent extends Event {
  readonly destination: { readonly url: string };
  readonly formData: FormData | null;
}

/**
 * Text in addresses: links, `location`, forms of any kind, meta refresh. `navigate` also shows what a form really sends
 * after the page's own listeners have added to it.
 */
export function guardNavigation(guard: Guard): Listeners {
  return {
    navigate(event) {
      const { destination, formData } = event as NavigateEvent;
      const values = [...(formData?.values() ?? [])].filter((value) => typeof value === 'string');
      const names = [...(formData?.keys() ?? [])].filter(isText);
      if (stopScript(guard, { texts: [...addressTexts(destination.url), ...values, ...names] }))
        refuse(event);
    },
    // A link into another window navigates nothing here; a ping goes beside the navigation.
    click(event) {
      const link = linkOf(event);
      if (!link || !(link.ping || link.target || document.querySelector('base[target]'))) return;
      const texts = [...addressTexts(link.href), ...addressTexts(link.ping)];
      if (stopScript(guard, { texts })) refuse(event);
    },
  };
}

/** An address when it can carry words: a query, a fragment, an escape, a long token, or much else. */
export function addressTexts(url: string): readonly string[] {
  return url.startsWith('blob:') || (!/[?#%]|[\w+-]{24}/u.test(url) && url.length < 200) ? [] : [url];
}

/** Whether the name of a field may carry a text: a short one, which may be that of a level, is the page's own word. */
export function isText(name: string): boolean {
  return name.length > 30;
}

function linkOf(event: Event): HTMLAnchorElement | HTMLAreaElement | undefined {
  const isLink = (node: EventTarget) => node instanceof HTMLAnchorElement || node instanceof HTMLAreaElement;
  return event.composedPath().find(isLink);
}
