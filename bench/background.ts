/**
 * What the background adds to an attempt, in milliseconds as the content script sees it (median and worst of the runs).
 * `node bench/background.ts [runs]`, after a build.
 */
import { launchBrowser } from '../tests/support/browser.ts';
import { openContentWorld } from '../tests/support/content-world.ts';
import { startReceivingServer } from '../tests/support/receiving-server.ts';

const RUNS = Number(process.argv[2] ?? 15);
const destination = `{ site: 'chat.zalo.me', frame: 'chat.zalo.me' }`;
const block = `{ action: 'block', level: 'mat', findings: [], outcome: 'scanned' }`;

const requests = {
  'guard.read': () => `{ destination: ${destination} }`,
  'attempt.text': () =>
    `{ attemptId: crypto.randomUUID(), channel: 'paste', destination: ${destination},
       item: { kind: 'text', text: globalThis.text10k, verdict: ${block} } }`,
  'attempt.files': () =>
    `{ attemptId: crypto.randomUUID(), channel: 'drop', destination: ${destination}, files: [globalThis.file1M] }`,
};

const server = await startReceivingServer(() => ({ type: 'text/html', body: '<p>bench' }));
const chromium = await launchBrowser({ port: server.port });
const world = await openContentWorld(
  await chromium.browser.newPage(),
  'https://chat.zalo.me/',
  chromium.extensionId,
);
const extensionPage = await chromium.open(`chrome-extension://${chromium.extensionId}/src/popup/index.html`);
const session = await extensionPage.createCDPSession();
await session.send('ServiceWorker.enable');
await world.run(`globalThis.text10k = 'cuộc họp '.repeat(1100);
  globalThis.file1M = new File(['lớp học '.repeat(1e5)], 'a.txt'); 0`);

const time = (name: keyof typeof requests) =>
  world.run<number>(`(async () => {
    const start = performance.now();
    const reply = await chrome.runtime.sendMessage({ name: '${name}', request: ${requests[name]()} });
    if (!reply?.ok) throw new Error(JSON.stringify(reply));
    return performance.now() - start;
  })()`);

const rows: Record<string, Record<string, string>> = {};
for (const name of Object.keys(requests) as (keyof typeof requests)[]) {
  for (const asleep of [false, true]) {
    const times: number[] = [];
    await time(name);
    for (let run = 0; run < RUNS; run++) {
      if (asleep) await session.send('ServiceWorker.stopAllWorkers');
      times.push(await time(name));
    }
    times.sort((a, b) => a - b);
    rows[`${name}, worker ${asleep ? 'asleep' : 'awake'}`] = {
      median: (times[RUNS >> 1] ?? 0).toFixed(1),
      worst: (times.at(-1) ?? 0).toFixed(1),
    };
  }
}
console.table(rows);
await chromium.stop();
await server.stop();
