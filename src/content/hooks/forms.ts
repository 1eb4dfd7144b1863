import type { Asker } from './ask.ts';
import { readBody } from './body.ts';
import { wrap } from './wrap.ts';

/** `form.submit()` from a script, which fires no `submit` event, and what elements of the page's own give to a form. */
export function hookForms(ask: Asker): void {
  wrap(globalThis.ElementInternals?.prototype, 'setFormValue', (_self, args, go) =>
    ask.body(readBody(args[0])) ? go() : undefined,
  );
  wrap(HTMLFormElement.prototype, 'submit', (self, _args, go) => (ask.form(self) ? go() : undefined));
}
