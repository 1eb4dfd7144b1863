import type { Asker } from './ask.ts';
import { wrap } from './wrap.ts';

/** `form.submit()` from a script, which fires no `submit` event. */
export function hookForms(ask: Asker): void {
  wrap(HTMLFormElement.prototype, 'submit', (self, _args, go) => (ask.form(self) ? go() : undefined));
}
