import { send } from '../platform/messaging.ts';
import { takeErrand } from '../platform/precheck-page.ts';
import { packageAddress, productVersion } from '../platform/product.ts';
import { bundledPolicy } from '../policy/bundled.ts';
import type { UnitRules } from '../policy/unit-rules.ts';
import { BUNDLED_PACK, bundledTables } from '../rules/bundled.ts';
import { gatherFromTab } from './gather.ts';
import { startPrecheck } from './page.ts';

const errand = takeErrand();

startPrecheck({
  version: productVersion(),
  rules: readRules(),
  visionFolder: packageAddress('vision/'),
  signer: {
    sign: (statement) => send('certificate.sign', { statement }),
    keyId: async () => (await send('certificate.key', {})).keyId,
  },
  gather: errand && ((add, signal) => gatherFromTab(errand, add, signal)),
});

/** Where the background cannot say, the rules and the policy of the package are better than none. */
async function readRules(): Promise<UnitRules> {
  const [pack, policy] = await Promise.all([
    send('pack.load', {}).catch(() => ({ packId: BUNDLED_PACK, tables: bundledTables })),
    send('policy.read', {}).then(
      (inForce) => inForce.policy,
      () => bundledPolicy,
    ),
  ]);
  return { packId: pack.packId, tables: pack.tables, policy };
}
