import vi from '../../_locales/vi/messages.json' with { type: 'json' };
import { useTexts } from '../ui/text.ts';

type Catalogue = Readonly<Record<string, { readonly message: string } | undefined>>;

/**
 * Has the notices speak the wanted language, else the document's. Vietnamese is at hand; English comes from the plug-in's
 * folder when a page is English, and until then, or where it cannot be fetched, the notices are Vietnamese.
 */
export function chooseLanguage(wanted: string | undefined, folder: string): void {
  speak(vi);
  if (!/^en/i.test(wanted ?? document.documentElement.lang)) return;
  fetch(new URL('la-chan.en.json', folder), { credentials: 'omit' })
    .then((response) => response.json())
    .then(speak, () => {});
}

function speak(catalogue: Catalogue): void {
  useTexts(
    (key, values) =>
      catalogue[key]?.message.replace(/\$(\d)/g, (_, digit) => values[Number(digit) - 1] ?? '') ?? '',
  );
}
