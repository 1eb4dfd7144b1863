import { describe, expect, it, vi } from 'vitest';
import { createPackEvents } from '../../../src/background/pack-events.ts';
import { createPackFeed, readLookRecord } from '../../../src/background/pack-feed.ts';
import type { PackState, Packs } from '../../../src/background/packs.ts';
import { type LookRecord, type LookTools, look, nextLook, noLooks } from '../../../src/background/updates.ts';
import type { PackOffer } from '../../../src/messages/messages.ts';
import { bundledPolicy } from '../../../src/policy/bundled.ts';
import type { Policy } from '../../../src/policy/policy.ts';

const NOW = new Date('2026-11-22T08:00:00Z');
const HOUR = 3_600_000;
const policyWith = (server: string, sources: readonly string[]): Policy => ({
  ...bundledPolicy,
  server,
  updates: { sources, hours: 6, root: 'a'.repeat(64) },
});

interface Asked {
  readonly address: string;
  readonly tag: string | null;
}

/** A world in which sources answer as told; packs are taken unless `offers` says otherwise. */
function world(options: {
  policy: Policy;
  answers: Record<string, () => Response | Promise<Response>>;
  offer?: PackOffer;
  health?: PackState['health'];
  record?: LookRecord;
}) {
  const asked: Asked[] = [];
  const wakes: Date[] = [];
  let record = options.record ?? noLooks;
  let packId = 'bundled';
  let offers = 0;
  const tools: LookTools = {
    now: () => NOW,
    readPolicy: async () => options.policy,
    readRecord: async () => record,
    writeRecord: async (next) => {
      record = next;
    },
    wakeAt: async (moment) => void wakes.push(moment),
    async fetch(address, init) {
      asked.push({ address, tag: new Headers(init.headers).get('if-none-match') });
      const answer = options.answers[address];
      if (!answer) throw new TypeError('Failed to fetch');
      return answer();
    },
    packs: {
      inForce: async () => ({ packId }),
      state: async () => ({ health: options.health ?? 'fresh' }),
      async offer() {
        offers += 1;
        const offer = options.offer ?? { kind: 'taken' };
        if (offer.kind === 'taken') packId = 'new';
        return offer;
      },
    } as unknown as Packs,
  };
  return { tools, asked, wakes, record: () => record, offers: () => offers };
}

const LATEST = {
  format: 'la-chan.latest/1',
  name: 'chung',
  version: 7,
  file: 'chung-7.json',
  bytes: 4,
  sha256: 'a'.repeat(64),
};
const good =
  (tag?: string, latest: object = LATEST) =>
  () =>
    new Response(JSON.stringify(latest), tag ? { headers: { etag: tag } } : {});
const pack = () => new Response('pack');

describe('looking for a newer pack', () => {
  it('asks the server first, then the folders in order, and stops at the first good answer', async () => {
    const { tools, asked, record } = world({
      policy: policyWith('https://unit.vn', ['https://one.vn/p/', 'https://two.vn/']),
      answers: {
        'https://unit.vn/v1/pack': () => new Response('', { status: 503 }),
        'https://one.vn/p/latest.json': good(),
        'https://one.vn/p/chung-7.json': pack,
      },
    });
    await look(tools);
    expect(asked.map(({ address }) => address)).toEqual([
      'https://unit.vn/v1/pack',
      'https://one.vn/p/latest.json',
      'https://one.vn/p/chung-7.json',
    ]);
    expect(record()).toMatchObject({
      failures: 0,
      good: NOW.toISOString(),
      problem: { host: 'unit.vn', problem: 'unreachable' },
    });
  });

  it('goes on to the folders where the server has no pack, and is content when there are none', async () => {
    const none = () => new Response('', { status: 404 });
    const folder = world({
      policy: policyWith('https://unit.vn', ['https://one.vn/']),
      answers: {
        'https://unit.vn/v1/pack': none,
        'https://one.vn/latest.json': good(),
        'https://one.vn/chung-7.json': pack,
      },
    });
    expect(await look(folder.tools)).toMatchObject({ failures: 0, problem: null });
    expect(folder.offers()).toBe(1);
    const alone = world({
      policy: policyWith('https://unit.vn', []),
      answers: { 'https://unit.vn/v1/pack': none },
    });
    expect(await look(alone.tools)).toMatchObject({ failures: 0, problem: null });
    const broken = world({
      policy: policyWith('https://unit.vn', ['https://one.vn/']),
      answers: { 'https://unit.vn/v1/pack': none },
    });
    expect(await look(broken.tools)).toMatchObject({
      failures: 1,
      good: null,
      problem: { host: 'one.vn', problem: 'unreachable' },
    });
  });

  it('says that the server does not know the machine', async () => {
    const { tools } = world({
      policy: policyWith('https://unit.vn', []),
      answers: { 'https://unit.vn/v1/pack': () => new Response('', { status: 401 }) },
    });
    expect((await look(tools)).problem).toEqual({ host: 'unit.vn', problem: 'not-enrolled' });
  });

  it('asks only whether there is another one when the source named the pack in force', async () => {
    const { tools, asked } = world({
      policy: policyWith('', ['https://one.vn/']),
      answers: {
        'https://one.vn/latest.json': () =>
          asked.length === 1 ? good('"7"')() : new Response(null, { status: 304 }),
        'https://one.vn/chung-7.json': pack,
      },
    });
    await look(tools);
    const again = await look(tools);
    expect(asked.map(({ tag }) => tag)).toEqual([null, null, '"7"']);
    expect(again).toMatchObject({ problem: null, failures: 0 });
  });

  it('is not put off with “not modified” for ever: an expired pack is a frozen source', async () => {
    const record = { ...noLooks, tags: { 'https://one.vn/latest.json': { tag: '"7"', packId: 'bundled' } } };
    const { tools } = world({
      policy: policyWith('', ['https://one.vn/']),
      answers: { 'https://one.vn/latest.json': () => new Response(null, { status: 304 }) },
      health: 'expired',
      record,
    });
    expect((await look(tools)).problem).toEqual({ host: 'one.vn', problem: 'frozen' });
  });

  it('forgets what a source called a pack that was refused', async () => {
    const { tools, record } = world({
      policy: policyWith('', ['https://one.vn/']),
      answers: { 'https://one.vn/latest.json': good('"8"'), 'https://one.vn/chung-7.json': pack },
      offer: { kind: 'refused', problem: 'signature' },
    });
    await look(tools);
    expect(record()).toMatchObject({ tags: {}, problem: { problem: 'signature' }, good: null, failures: 1 });
  });

  it('gives up on a body that never ends', async () => {
    let sent = 0;
    const endless = () =>
      new Response(
        new ReadableStream({
          pull(controller) {
            sent += 1;
            controller.enqueue(new Uint8Array(1 << 20));
          },
        }),
      );
    const { tools, offers } = world({
      policy: policyWith('', ['https://one.vn/']),
      answers: { 'https://one.vn/latest.json': good(), 'https://one.vn/chung-7.json': endless },
    });
    expect((await look(tools)).problem).toMatchObject({ problem: 'too-large' });
    expect(offers()).toBe(0);
    expect(sent).toBeLessThan(20);
  });

  it.each([
    ['leads out of its folder', { ...LATEST, file: '../x.json' }],
    ['names another site', { ...LATEST, file: 'https://evil.vn/x.json' }],
    ['is none', { version: 7 }],
  ])('follows no pointer that %s', async (_what, latest) => {
    const { tools, asked } = world({
      policy: policyWith('', ['https://one.vn/']),
      answers: { 'https://one.vn/latest.json': good('"9"', latest) },
    });
    expect((await look(tools)).problem).toMatchObject({ problem: 'malformed' });
    expect(asked.length).toBe(1);
  });

  it('sets its next alarm before it asks, so that dying in the middle ends nothing', async () => {
    const { tools, wakes } = world({
      policy: policyWith('', ['https://one.vn/']),
      answers: {
        'https://one.vn/latest.json': () => {
          expect(wakes.length).toBe(1);
          return good()();
        },
        'https://one.vn/chung-7.json': pack,
      },
    });
    await look(tools);
    expect(wakes.length).toBe(2);
  });

  it('asks nobody where policy names nobody', async () => {
    const { tools, asked, wakes, record } = world({ policy: policyWith('', []), answers: {} });
    await look(tools);
    expect([asked, wakes]).toEqual([[], []]);
    expect(record().next).toBeNull();
  });
});

describe('the time of the next look', () => {
  const wait = (policy: Policy, failures: number) =>
    nextLook(policy, failures, NOW).getTime() - NOW.getTime();
  const folder = policyWith('', ['https://one.vn/']);
  const server = policyWith('https://unit.vn', []);

  it('is spread around the hours that policy sets', () => {
    const waits = Array.from({ length: 200 }, () => wait(folder, 0));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(5.4 * HOUR);
    expect(Math.max(...waits)).toBeLessThanOrEqual(6.6 * HOUR);
    expect(new Set(waits).size).toBeGreaterThan(100);
  });

  it('comes sooner after a failure, then backs off, and never takes longer than usual', () => {
    expect(wait(folder, 1)).toBeLessThan(6 * 60_000);
    expect(wait(folder, 4)).toBeGreaterThan(wait(folder, 1) * 4);
    expect(wait(folder, 60)).toBeLessThanOrEqual(6.6 * HOUR);
  });

  it('is within little more than a minute where a server may publish, and backs off while it is away', () => {
    expect(wait(server, 0)).toBeLessThanOrEqual(66_000);
    expect(wait(server, 30)).toBeLessThanOrEqual(16.5 * 60_000);
    expect(wait(server, 30)).toBeGreaterThan(10 * 60_000);
  });
});

describe("the server's line", () => {
  const lines = (text: string) =>
    new Response(new Blob([text]).stream(), { headers: { 'content-type': 'text/event-stream' } });
  const listenTo = async (policy: Policy, answer: () => Response | Promise<Response>) => {
    let packs = 0;
    let awake: Promise<unknown> = Promise.resolve();
    const events = createPackEvents({
      fetch: async () => answer(),
      keepAwake: (work) => {
        awake = work;
        return work;
      },
      onPack: () => {
        packs += 1;
      },
    });
    events.follow(policy);
    await awake.catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve));
    return { packs, listening: events.listening() };
  };
  const server = policyWith('https://unit.vn', []);

  it('tells of each new pack, and that it is cut when it is cut', async () => {
    const text = ': hello\n\nevent: other\ndata: x\n\nevent: pack\r\ndata: 4\r\n\r\n';
    expect(await listenTo(server, () => lines(text))).toEqual({ packs: 1, listening: false });
  });

  it('cannot keep a machine looking without a pause, and what it says last is heard', async () => {
    vi.useFakeTimers();
    try {
      let packs = 0;
      const events = createPackEvents({
        fetch: async () => lines('event: pack\n\n'.repeat(1_000)),
        keepAwake: (work) => work,
        onPack: () => {
          packs += 1;
        },
      });
      events.follow(server);
      await vi.advanceTimersByTimeAsync(1_000);
      expect(packs).toBe(1);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(packs).toBe(2);
    } finally {
      vi.useRealTimers();
    }
  });

  it('is not mistaken for one that only answers', async () => {
    expect(await listenTo(server, () => new Response('event: pack\n\n'))).toEqual({
      packs: 0,
      listening: false,
    });
  });

  it('may be refused without an error', async () => {
    expect(await listenTo(server, () => Promise.reject(new TypeError('Failed to fetch')))).toEqual({
      packs: 0,
      listening: false,
    });
  });
});

describe('a pulse', () => {
  const policy = policyWith('', ['https://one.vn/']);
  const answers = { 'https://one.vn/latest.json': good(), 'https://one.vn/chung-7.json': pack };
  const events = { follow() {}, listening: () => false };
  const at = (hours: number) => new Date(NOW.getTime() + hours * HOUR).toISOString();

  it.each([
    ['looks when nobody ever has', noLooks, 1],
    ['waits for the moment that was set', { ...noLooks, last: at(-1), next: at(2) }, 0],
    [
      'looks when that moment has passed, as after a weekend',
      { ...noLooks, last: at(-60), next: at(-54) },
      1,
    ],
    ['does not believe a record from the future', { ...noLooks, last: at(9), next: at(15) }, 1],
  ])('%s', async (_name, record, looks) => {
    const { tools, asked } = world({ policy, answers, record });
    await createPackFeed(tools, events).pulse();
    expect(asked.length).toBe(2 * looks);
  });

  it('leaves the asking to the line while that stands', async () => {
    const { tools, asked, wakes } = world({
      policy: policyWith('https://unit.vn', []),
      answers: {},
      record: { ...noLooks, last: at(-1), next: at(-0.9) },
    });
    await createPackFeed(tools, { follow() {}, listening: () => true }).pulse();
    expect(asked).toEqual([]);
    expect(wakes.length).toBe(1);
  });

  it('reads whatever is stored', () => {
    expect(readLookRecord(undefined)).toEqual(noLooks);
    expect(readLookRecord({ last: 'x' })).toEqual({ ...noLooks, last: 'x' });
  });
});
