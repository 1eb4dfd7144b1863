import en from '../../_locales/en/messages.json' with { type: 'json' };
import vi from '../../_locales/vi/messages.json' with { type: 'json' };
import { useTexts } from '../ui/text.ts';

type Catalogue = Readonly<Record<string, { readonly message: string } | undefined>>;

/** Has the notices speak the page's language: the wanted one, else the document's, else Vietnamese. */
export function chooseLanguage(wanted: string | undefined): void {
  const catalogue: Catalogue = /^en/i.test(wanted ?? document.documentElement.lang) ? en : vi;
  useTexts(
    (key, values) =>
      catalogue[key]?.message.replace(/\$(\d)/g, (_, digit) => values[Number(digit) - 1] ?? '') ?? '',
  );
}
