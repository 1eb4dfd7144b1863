import en from '../../_locales/en/messages.json' with { type: 'json' };
import vi from '../../_locales/vi/messages.json' with { type: 'json' };
import { useTexts } from './text.ts';

type Catalogue = Readonly<Record<string, { readonly message: string } | undefined>>;

/** Has a screen outside the extension speak a language (BCP 47), with texts it carries itself: English when asked for, else Vietnamese. */
export function speak(language: string): void {
  const catalogue: Catalogue = /^en\b/i.test(language) ? en : vi;
  useTexts(
    (key, values) =>
      catalogue[key]?.message.replace(/\$(\d)/g, (_, digit) => values[Number(digit) - 1] ?? '') ?? '',
  );
}
