import { send } from '../platform/messaging.ts';
import { takeErrand } from '../platform/precheck-page.ts';
import { packageAddress, productVersion } from '../platform/product.ts';
import { BUNDLED_PACK, bundledTables } from '../rules/bundled.ts';
import { gatherFromTab } from './gather.ts';
import { startPrecheck } from './page.ts';

const errand = takeErrand();

startPrecheck({
  version: productVersion(),
  // Where the background cannot say, the rules of the package are better than none.
  rules: send('pack.load', {}).catch(() => ({ packId: BUNDLED_PACK, tables: bundledTables })),
  visionFolder: packageAddress('vision/'),
  signer: {
    sign: (statement) => send('certificate.sign', { statement }),
    keyId: async () => (await send('certificate.key', {})).keyId,
  },
  gather: errand && ((add, signal) => gatherFromTab(errand, add, signal)),
});
