import product from '../../../package.json' with { type: 'json' };
import { bundledPolicy } from '../../policy/bundled.ts';
import type { UnitRules } from '../../policy/unit-rules.ts';
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

/**
 * The unit's pack and policy, where this page comes from the unit's server; as plain files it goes by what it was built with.
 */
async function readRules(): Promise<UnitRules> {
  try {
    const answer = await fetch('rules.json');
    const found: Partial<UnitRules> = answer.ok ? await answer.json() : {};
    // Plain servers answer with a page of their own, or with nothing in it.
    if (found.packId && found.tables?.pack)
      return { packId: found.packId, tables: found.tables, policy: found.policy ?? bundledPolicy };
  } catch {
    // Said by the certificate, which names the pack.
  }
  return { packId: BUNDLED_PACK, tables: bundledTables, policy: bundledPolicy };
}
