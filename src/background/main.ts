import { createEngine } from '../engine/engine.ts';
import { showBadge, showTrouble } from '../platform/badge.ts';
import { onAlarm, onInstalled, onStartup, setAlarm } from '../platform/lifecycle.ts';
import { listen } from '../platform/listening.ts';
import { onLayersChanged } from '../platform/policy-storage.ts';
import { productVersion } from '../platform/product.ts';
import { bundledTables } from '../rules/bundled.ts';
import { type AttemptTools, judgeFiles, recordAnswer, recordReview, recordText } from './attempts.ts';
import { readPolicy } from './current-policy.ts';
import { openIncidentStore } from './incident-store.ts';
import { logAnchor } from './incident-store-anchor.ts';
import { reachAddedHosts, reachFrame, reachOpenTabs } from './reach.ts';
import { scanFile } from './scan.ts';
import {
  countBlockedToday,
  readGuardState,
  readIncidents,
  readLogPiece,
  readStatus,
  troubleOf,
} from './status.ts';
import { openReporter } from './upload-wiring.ts';

const NEW_DAY = 'new-day';

// The browser may end this worker at any line and starts it again for the next event: what matters is on the disk, and
// every listener is registered in the first turn.
const store = openIncidentStore(logAnchor);
let logTrouble: ReturnType<typeof troubleOf> | null = null;
const engine = createEngine(bundledTables);
const tools: AttemptTools = {
  store,
  packVersion: bundledTables.pack.version,
  productVersion: productVersion(),
  readPolicy,
  scan: scanFile,
  isMarked: (text) => engine.inspect(text).length > 0,
  onRecorded() {
    logTrouble = null;
    run(refreshBadge);
    run(reporter.pulse);
  },
  onTrouble(error) {
    console.error(error);
    logTrouble = troubleOf(error);
    run(showTrouble);
  },
};

const reporter = openReporter(store, readPolicy, async () => bundledTables.pack.version, run);

listen<'background'>({
  'attempt.text': (request) => recordText(request, tools),
  'attempt.files': (request) => judgeFiles(request, tools),
  'attempt.answer': (request) => recordAnswer(request, tools),
  'guard.read': async (request) => readGuardState(request, await readPolicy()),
  'frame.arm': async (_request, { tab, frameId }) => {
    if (tab?.id === undefined || tab.url === undefined || frameId === undefined) return { armed: false };
    const frame = { tabId: tab.id, frameIds: [frameId] };
    return { armed: await reachFrame(frame, tab.url, await readPolicy()) };
  },
  'status.read': async (request) => readStatus(request, await readPolicy(), store, logTrouble),
  'incidents.read': (request) => readIncidents(request, store),
  'log.read': async (request) => readLogPiece(request, store, await logAnchor.read()),
  'log.incident': async ({ incidentId }) => ({ records: await store.recordsOf(incidentId) }),
  'log.review': (request) => recordReview(request, tools),
});

onInstalled(() =>
  run(async () => {
    const policy = await readPolicy();
    await reachOpenTabs(policy);
    await reachAddedHosts(policy);
    await refreshBadge();
    await reporter.pulse();
  }),
);
onStartup(() =>
  run(async () => {
    await reachAddedHosts(await readPolicy());
    await refreshBadge();
    await reporter.pulse();
  }),
);
onLayersChanged(() =>
  run(async () => {
    await reachAddedHosts(await readPolicy());
    await reporter.pulse();
  }),
);
onAlarm(NEW_DAY, () => run(refreshBadge));

async function refreshBadge(): Promise<void> {
  await showBadge(await countBlockedToday(store));
  const midnight = new Date();
  midnight.setHours(24, 0, 0, 0);
  await setAlarm(NEW_DAY, midnight);
}

/** Runs what nobody waits for. A failure is an error of the extension, to be seen on the browser's extensions page. */
function run(task: () => Promise<void>): void {
  task().catch((error: unknown) => console.error(error));
}
