import en from '../../../_locales/en/messages.json' with { type: 'json' };
import vi from '../../../_locales/vi/messages.json' with { type: 'json' };
import type { Texts } from '../../sweep/words.ts';

type Catalogue = Readonly<Record<string, { readonly message: string } | undefined>>;

/** Vietnamese, unless the client asks for English. */
export function chooseSweepTexts(acceptLanguage: string | undefined): Texts {
  const catalogue: Catalogue = /^en/i.test(acceptLanguage ?? '') ? en : vi;
  return (key, ...values) =>
    catalogue[key]?.message.replace(/\$(\d)/g, (_, digit) => values[Number(digit) - 1] ?? '') ?? key;
}
