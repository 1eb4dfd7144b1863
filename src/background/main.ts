import { describeKey, signStatement } from '../certificate/sign.ts';
import { showBadge, showTrouble } from '../platform/badge.ts';
import { sendToFrame } from '../platform/frames.ts';
import { announceGuardChange } from '../platform/guard-changes.ts';
import {
  clearAlarm,
  hasOpenPages,
  lookForNewVersion,
  onAlarm,
  onInstalled,
  onNewVersion,
  onStartup,
  restartProduct,
  setAlarm,
} from '../platform/lifecycle.ts';
import { listen } from '../platform/listening.ts';
import { onLayersChanged } from '../platform/policy-storage.ts';
import { productVersion } from '../platform/product.ts';
import { canJudgeRequests, judgeRequests } from '../platform/requests.ts';
import { bundledPolicy } from '../policy/bundled.ts';
import { askServer } from './ask-server.ts';
import { type AttemptTools, judgeFiles, recordAnswer, recordReview, recordText } from './attempts.ts';
import { answerMenu, offerPrecheck } from './context-menu.ts';
import { readLayeredPolicy, readPolicy, writeLocalPolicy } from './current-policy.ts';
import { openReserve } from './incident-reserve.ts';
import { openIncidentStore } from './incident-store.ts';
import { logAnchor } from './incident-store-anchor.ts';
import { createNewVersion } from './new-version.ts';
import { openPackStore } from './pack-store.ts';
import { openPackFeed, readPackBytes, readRules } from './pack-wiring.ts';
import { createPacks } from './packs.ts';
import { createReach, reachFrame } from './reach.ts';
import { scanFile } from './scan.ts';
import {
  countBlockedToday,
  readGuardState,
  readIncidents,
  readLogPiece,
  readStatus,
  troubleOf,
  updateStatus,
} from './status.ts';
import { openReporter, readAllowed } from './upload-wiring.ts';
import { createWall } from './wall.ts';

const NEW_DAY = 'new-day';
const NEW_VERSION = 'new-version';

// The browser may end this worker at any line and starts it again for the next event: what matters is on the disk, and
// every listener is registered in the first turn.
const reserve = openReserve();
const store = openIncidentStore(logAnchor, undefined, reserve);
let logTrouble: ReturnType<typeof troubleOf> | null = null;
const packs = createPacks({
  store: openPackStore(),
  engineVersion: productVersion(),
  now: () => new Date(),
  onTaken: () => run(announceGuardChange),
});
const feed = openPackFeed(packs, readPolicy, (address) => reporter.credentials(address), run);
const tools: AttemptTools = {
  store,
  rules: async () => (await packs.inForce()).tables,
  productVersion: productVersion(),
  readPolicy,
  allowed: ({ server }) => readAllowed(server),
  scan: async (file) => scanFile(file, (await packs.inForce()).packId),
  isMarked: (text) => packs.now().engine.inspect(text).length > 0,
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

const reporter = openReporter(store, readPolicy, packs.number, run);

// The answer to a request cannot wait for the disk: what is known of policy is kept here.
let known = bundledPolicy;
let reading = 0;
const learn = async () => {
  const mine = ++reading;
  const policy = await readPolicy();
  if (mine === reading) known = policy;
};
judgeRequests(
  createWall({
    rules: packs.now,
    policy: () => known,
    record: (attempt) => run(async () => void (await recordText(attempt, tools))),
  }),
);
run(learn);
const reach = createReach(readPolicy);
run(reach.finish);

const newVersion = createNewVersion({
  hasOpenPages,
  restart: restartProduct,
  wakeAt: (moment) => setAlarm(NEW_VERSION, moment),
  now: () => new Date(),
});
onNewVersion(() => run(newVersion.pulse));
onAlarm(NEW_VERSION, () => run(newVersion.pulse));

listen<'background'>({
  'attempt.text': (request) => newVersion.during(recordText(request, tools)),
  'attempt.files': (request) => newVersion.during(judgeFiles(request, tools)),
  'attempt.answer': (request) => newVersion.during(recordAnswer(request, tools)),
  'guard.read': async (request) =>
    readGuardState(request, await readPolicy(), (await packs.inForce()).packId),
  'pack.read': () => readRules(packs),
  'pack.load': () => readRules(packs),
  'policy.read': readLayeredPolicy,
  'policy.local': writeLocalPolicy,
  'selftest.scan': async ({ file }) => scanFile(file, (await packs.inForce()).packId),
  'selftest.read': async () => ({
    server: await askServer(await readPolicy()),
    wall: await canJudgeRequests(),
  }),
  'updates.look': async () => updateStatus(await readPolicy(), await feed.lookNow()),
  'updates.file': async ({ file }) => feed.takeFile(await readPackBytes(file)),
  'frame.arm': async (_request, { tab, frameId }) => {
    if (tab?.id === undefined || tab.url === undefined || frameId === undefined) return { armed: false };
    const frame = { tabId: tab.id, frameIds: [frameId] };
    return { armed: await reachFrame(frame, tab.url, await readPolicy()) };
  },
  'notice.relay': async (notice, { tab, frameId }) => {
    if (tab?.id === undefined || frameId === undefined) return { delivered: false };
    const passedOn = { ...notice, frame: frameId };
    const { id: tabId, url = '' } = tab;
    const pass = () => sendToFrame(tabId, notice.frame, 'notice.relayed', passedOn);
    // The guard of a page that is still being loaded may be asleep.
    const wake = async () => reachFrame({ tabId, frameIds: [notice.frame] }, url, await readPolicy());
    return { delivered: (await pass()) || ((await wake()) && (await pass())) };
  },
  'status.read': async (request) =>
    readStatus(request, await readPolicy(), store, {
      pack: await packs.state(),
      looked: await feed.record(),
      logTrouble,
    }),
  'incidents.read': (request) => readIncidents(request, store),
  'log.read': async (request) => readLogPiece(request, store, await logAnchor.read()),
  'log.incident': async ({ incidentId }) => ({ records: await store.recordsOf(incidentId) }),
  'log.review': (request) => recordReview(request, tools),
  'certificate.sign': async ({ statement }) => signStatement(statement, await store.deviceKey()),
  'certificate.key': async () => describeKey(await store.deviceKey()),
});

onInstalled(() =>
  run(async () => {
    await clearAlarm(NEW_VERSION);
    await reach.install();
    await reserve.keep();
    await offerPrecheck();
    await refreshBadge();
    // The server lets in who has enrolled: the reporter does that.
    await reporter.pulse();
    await feed.pulse();
  }),
);
onStartup(() =>
  run(async () => {
    await clearAlarm(NEW_VERSION);
    await reach.follow();
    await refreshBadge();
    await pruneLog();
    await reserve.keep();
    await reporter.pulse();
    await feed.pulse();
    await lookForNewVersion();
  }),
);
answerMenu(run);
onLayersChanged(() =>
  run(async () => {
    await learn();
    await announceGuardChange();
    await reach.follow();
    await reporter.pulse();
    await feed.lookNow();
    await feed.pulse();
  }),
);
onAlarm(NEW_DAY, () =>
  run(async () => {
    // A grace may have ended with the day.
    await learn();
    await announceGuardChange();
    await refreshBadge();
    await pruneLog();
    await lookForNewVersion();
    await reserve.keep();
  }),
);

async function refreshBadge(): Promise<void> {
  await showBadge(await countBlockedToday(store));
  const midnight = new Date();
  midnight.setHours(24, 0, 0, 0);
  await setAlarm(NEW_DAY, midnight);
}

/** Removes what policy does not keep any longer; where there is a server, only what it has confirmed. */
async function pruneLog(): Promise<void> {
  const { retentionDays, server } = await readPolicy();
  if (retentionDays === 0) return;
  await store.prune(retentionDays, server === '' ? undefined : (await reporter.state()).through + 1);
}

/** Runs what nobody waits for. A failure is an error of the extension, to be seen on the browser's extensions page. */
function run(task: () => Promise<void>): void {
  task().catch((error: unknown) => console.error(error));
}
