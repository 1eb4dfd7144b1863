import product from '../../../package.json' with { type: 'json' };
import type { Rules } from '../../inspection/scan-pool.ts';
import { BUNDLED_PACK, bundledTables } from '../../rules/bundled.ts';
import { speak } from '../../ui/own-texts.ts';
import { startPrecheck } from '../page.ts';
import { openPageSigner } from '../page-key.ts';

// `?lang=en` in the address, else the browser's language; Vietnamese for all others.
speak(new URLSearchParams(location.search).get('lang') ?? navigator.language);
startPrecheck({
  version: product.version,
  rules: readRules(),
  visionFolder: new URL('vision/', location.href).href,
  signer: openPageSigner(),
  gather: null,
});

/** The unit's pack, where this page comes from the unit's server; as plain files it goes by the rules it was built with. */
async function readRules(): Promise<Rules> {
  try {
    const answer = await fetch('rules.json');
    const found: Partial<Rules> = answer.ok ? await answer.json() : {};
    // Plain servers answer with a page of their own, or with nothing in it.
    if (found.packId && found.tables?.pack) return { packId: found.packId, tables: found.tables };
  } catch {
    // Said by the certificate, which names the pack.
  }
  return { packId: BUNDLED_PACK, tables: bundledTables };
}
