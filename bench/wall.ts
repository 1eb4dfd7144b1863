import { launchBrowser, type TestBrowser } from '../tests/support/browser.ts';
import { managePolicies, whyNoPolicies } from '../tests/support/managed-browser.ts';
import { html, startReceivingServer } from '../tests/support/receiving-server.ts';
import { openUnitOffice } from '../tests/support/unit-office.ts';

// What the last wall (a blocking listener of every request, where policy installed the extension) costs a page's requests:
// the same requests from the same pages in a bare browser, with the extension put in by hand (hooks, no wall), and with the
// wall. Needs what the tests of installation by policy need: root on Linux.
const ROUNDS = 2;
const REQUESTS = 60;
const PAGES = { protected: 'https://chat.zalo.me/', other: 'https://example.net/' } as const;
const BODIES = {
  'GET without a body': 0,
  'POST of 1 kB': 1_000,
  'POST of 100 kB': 100_000,
  'POST of 1 MB': 1_000_000,
};

const impossible = whyNoPolicies();
if (impossible) {
  console.log(`Not measured: ${impossible}`);
  process.exit(0);
}

const office = await openUnitOffice();
const server = await startReceivingServer(
  (host, path) => office.serve(host, path) ?? (path === '/keep' ? null : html('<p>page</p>')),
);
const policies = managePolicies();
policies.write(office.policies({}));
const { port } = server;
const starts: Readonly<Record<string, () => Promise<TestBrowser>>> = {
  bare: () => launchBrowser({ port, extension: false }),
  'by hand': () => launchBrowser({ port }),
  'by policy': () => launchBrowser({ port, managed: true, executable: policies.executable }),
};

/** Milliseconds of a request that nothing else held up (the quickest tenth), by place and body. */
async function measure(browser: TestBrowser): Promise<Map<string, number>> {
  const times = new Map<string, number>();
  for (const [place, address] of Object.entries(PAGES)) {
    const page = await browser.open(address);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    for (const [name, bytes] of Object.entries(BODIES)) {
      const quick = await page.evaluate(
        async (size, count) => {
          const body = 'Kính mời họp tổ chuyên môn. '.repeat(Math.ceil(size / 28)).slice(0, size);
          const init = size === 0 ? {} : { method: 'POST', body };
          const all: number[] = [];
          for (let i = 0; i < count; i++) {
            const from = performance.now();
            await (await fetch('/keep', init)).arrayBuffer();
            all.push(performance.now() - from);
          }
          return all.sort((a, b) => a - b)[Math.floor(count / 10)]!;
        },
        bytes,
        bytes > 500_000 ? REQUESTS / 5 : REQUESTS,
      );
      times.set(`${place} page, ${name}`, quick);
    }
    await page.close();
  }
  return times;
}

const best = new Map<string, Map<string, number>>();
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, start] of Object.entries(starts)) {
    const browser = await start();
    const times = await measure(browser);
    await browser.stop();
    const known = best.get(name) ?? times;
    best.set(name, new Map([...times].map(([what, time]) => [what, Math.min(time, known.get(what)!)])));
  }
}
await server.stop();
policies.remove();

const inMs = (value: number) => Math.round(value * 100) / 100;
console.log(`The quickest tenth of requests, best of ${ROUNDS} rounds, milliseconds`);
console.table(
  [...best.get('bare')!].map(([what, bare]) => {
    const [hand, policy] = ['by hand', 'by policy'].map((name) => best.get(name)!.get(what)!);
    return {
      request: what,
      bare: inMs(bare),
      'by hand': inMs(hand!),
      'with the wall': inMs(policy!),
      'wall adds': inMs(policy! - hand!),
      'times by hand': Math.round((policy! / hand!) * 100) / 100,
    };
  }),
);
