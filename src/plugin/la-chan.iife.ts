import { createLaChan } from './api.ts';
import { isInFrame } from './frames.ts';
import { joinPage } from './page.ts';
import type { Options } from './types.ts';
import { productVersion } from './version.ts';

/** The script tag. `data-protect` guards the whole page at once; the other settings stand beside it. */
const script = document.currentScript as HTMLScriptElement | null;
if (isInFrame()) joinPage();
else {
  const folder = new URL('.', script?.src || location.href).href;
  const laChan = createLaChan({ folder, nonce: script?.nonce ?? '', version: productVersion });
  Object.defineProperty(globalThis, 'LaChan', { value: laChan, enumerable: true });
  if (script && 'protect' in script.dataset) laChan.protect(document, optionsOf(script));
}

function optionsOf({ dataset }: HTMLScriptElement): Options {
  const { server, siteKey, contact, language, rules, root } = dataset;
  return {
    ...(server && siteKey ? { server: { url: server, siteKey } } : {}),
    ...(rules && root ? { rules: { url: rules, root } } : {}),
    ...(contact ? { contact } : {}),
    ...(language === 'vi' || language === 'en' ? { language } : {}),
  };
}
