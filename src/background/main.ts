import { createEngine } from '../engine/engine.ts';
import { showBadge } from '../platform/badge.ts';
import { listen } from '../platform/listening.ts';
import { productVersion } from '../platform/product.ts';
import { bundledPolicy } from '../policy/bundled.ts';
import { bundledTables } from '../rules/bundled.ts';
import { type AttemptTools, judgeFiles, recordAnswer, recordText } from './attempts.ts';
import { openIncidentStore } from './incident-store.ts';
import { scanFile } from './scan.ts';
import { countBlockedToday, readGuardState, readIncidents, readStatus } from './status.ts';

// The browser may end this worker at any line and starts it again for the next event: what matters is on the disk, and
// every listener is registered in the first turn.
const store = openIncidentStore();
const readPolicy = async () => bundledPolicy;
const tools: AttemptTools = {
  store,
  packVersion: bundledTables.pack.version,
  productVersion: productVersion(),
  readPolicy,
  scan: scanFile,
  isMarked: (text) => createEngine(bundledTables).inspect(text).length > 0,
  onRecorded: () => void refreshBadge(),
};

listen<'background'>({
  'attempt.text': (request) => recordText(request, tools),
  'attempt.files': (request) => judgeFiles(request, tools),
  'attempt.answer': (request) => recordAnswer(request, tools),
  'guard.read': async (request) => readGuardState(request, await readPolicy()),
  'status.read': async (request) => readStatus(request, await readPolicy(), store),
  'incidents.read': (request) => readIncidents(request, store),
});

async function refreshBadge(): Promise<void> {
  await showBadge(await countBlockedToday(store));
}
