import { readAllowedDocuments } from '../incidents/allowed.ts';
import type { AllowedDocument } from '../incidents/passing.ts';
import { keepAwake } from '../platform/keep-awake.ts';
import { onAlarm, setAlarm } from '../platform/lifecycle.ts';
import { writeServerLayer } from '../platform/policy-storage.ts';
import { productVersion } from '../platform/product.ts';
import { readStored, writeStored } from '../platform/stored.ts';
import type { Policy } from '../policy/policy.ts';
import type { IncidentStore } from './incident-store.ts';
import { createReporter, type Reporter } from './upload.ts';
import { readReportState } from './upload-state.ts';

const ALARM = 'report-to-server';
const STATE = 'upload.state';
const ALLOWED = 'allowed.server';

/** The documents that the server of `origin` lets pass on this machine; none when policy names another server by now. */
export async function readAllowed(origin: string): Promise<readonly AllowedDocument[]> {
  const state = readReportState(await readStored(STATE), origin);
  return origin === '' || state.allowed === '' ? [] : readAllowedDocuments(await readStored(ALLOWED));
}

/** The reporter with the browser's alarms, storage and network. Call it in the background's first turn. */
export function openReporter(
  store: IncidentStore,
  readPolicy: () => Promise<Policy>,
  packVersion: () => Promise<string>,
  run: (task: () => Promise<void>) => void,
): Reporter {
  const reporter = createReporter({
    store,
    readPolicy,
    fetch: (address, init) => fetch(address, init),
    now: () => new Date(),
    readState: () => readStored(STATE),
    writeState: (state) => writeStored(STATE, state),
    wakeAt: (moment) => setAlarm(ALARM, moment),
    productVersion: productVersion(),
    packVersion,
    storeServerLayer: writeServerLayer,
    storeAllowed: (list) => writeStored(ALLOWED, readAllowedDocuments(list)),
  });
  const awake: Reporter = { ...reporter, pulse: () => keepAwake(reporter.pulse()) };
  onAlarm(ALARM, () => run(awake.pulse));
  return awake;
}
