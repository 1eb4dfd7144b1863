import product from '../../../package.json' with { type: 'json' };
import { BUNDLED_PACK, bundledTables } from '../../rules/bundled.ts';
import { speak } from '../../ui/own-texts.ts';
import { startPrecheck } from '../page.ts';
import { openPageSigner } from '../page-key.ts';

// `?lang=en` in the address, else the browser's language; Vietnamese for all others.
speak(new URLSearchParams(location.search).get('lang') ?? navigator.language);
startPrecheck({
  version: product.version,
  rules: Promise.resolve({ packId: BUNDLED_PACK, tables: bundledTables }),
  visionFolder: new URL('vision/', location.href).href,
  signer: openPageSigner(),
  gather: null,
});
