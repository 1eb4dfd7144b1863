import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Limit } from '../../src/options/limits.ts';
import { openBaseline } from './channel-baseline.ts';
import { type Lab, type LabOptions, RECORDING, startLab } from './channel-lab.ts';
import type { FileKind, Payload } from './channel-payload.ts';
import { findLeak } from './leak-search.ts';
import type { Received, Served } from './receiving-server.ts';
import type { User } from './user.ts';

/** Where the files of a page stand: the page itself under '', others under their names; scripts as served. */
export type Pages = Readonly<Record<string, string | Served>>;

/** What a page is made of. */
export interface CaseContext extends Payload {
  /** The absolute address of one of the run's files or receivers, on the case's host or another. */
  at(path: string, host?: string): string;
}

/** One way out of a page. */
export interface ChannelCase {
  /** Completes the sentence "… by …": what carries the text or file. */
  readonly name: string;
  readonly host?: string;
  readonly files?: readonly FileKind[];
  readonly page: string | ((context: CaseContext) => string | Pages);
  /** What the person does. What it returns a clean run must return too, besides the fields' values and the event log. */
  readonly drive: (user: User) => Promise<unknown>;
  /** Undoes what the page's own code did to the bytes, as its server would. */
  readonly decode?: (received: readonly Received[]) => readonly Buffer[];
  /** True when the number of requests hangs on time: only what carries the whole text is compared, as a set. */
  readonly often?: boolean;
  /** True when the events' times hang on the machine: the event log is not compared. */
  readonly looseEvents?: boolean;
  /** True when held files are given back by events that a script made: `isTrusted` is not compared. */
  readonly scripted?: boolean;
  /** Only clean work is tried. */
  readonly cleanOnly?: boolean;
  /** Only marked content is tried; says why there is no clean twin. */
  readonly markedOnly?: string;
  /** Why the log may lack the attempt, which was stopped all the same. */
  readonly silent?: string;
  /** Why no extension can close this way, by the name under which the self-test page tells it: the test then says that it is open. */
  readonly limit?: Limit;
}

const ONLY = process.env.LACHAN_CASE;

/**
 * Runs every case in a real browser. With LACHAN_BASELINE=1 the browser is bare: each marked case must leak and each clean
 * one arrive, and what the clean page saw is written beside the test, in `baseline/`. Without it the extension is loaded:
 * nothing marked may arrive, and clean work must be what the baseline says. LACHAN_CASE=text runs some cases only.
 */
export function testChannels(
  title: string,
  file: string,
  cases: readonly ChannelCase[],
  options: LabOptions = {},
): void {
  const names = cases.map((c) => c.name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice) throw new Error(`two cases are called "${twice}"`);
  const path = join(dirname(file), 'baseline', `${basename(file, '.test.ts')}.json`);
  const chosen = cases.filter((c) => !ONLY || c.name.includes(ONLY));
  const store = openBaseline(path, names, options);
  const marked: [ChannelCase, Payload][] = [];
  const clean: [ChannelCase, Payload, number][] = [];
  let lab: Lab;

  describe(title, () => {
    beforeAll(async () => {
      lab = await startLab(!RECORDING, options);
    });
    afterAll(async () => {
      if (RECORDING) store.save(await lab.browser.browser.version());
      await lab?.stop();
      await store.close();
    });

    for (const c of chosen) {
      if (!c.cleanOnly)
        it(nameOf(c), async () => {
          const { leak, payload } = await lab.run(c, true);
          if (RECORDING || c.limit) expect(leak).not.toBeNull();
          else {
            expect(leak).toBeNull();
            marked.push([c, payload]);
          }
        });
      if (!c.markedOnly && !(c.limit && !RECORDING))
        it(`clean work by ${c.name} is as in a bare browser`, async () => {
          const { leak, payload, requests, events, state } = await lab.run(c, false, store.peek(c)?.requests);
          if (!c.often) clean.push([c, payload, lab.receivedBy(payload.run).length]);
          if (RECORDING) {
            expect(leak).not.toBeNull();
            store.put(c, { requests, events, state });
          } else expect({ requests, state, events }).toEqual(await store.get(c, lab));
        });
    }

    if (!RECORDING)
      it('leaves an incident for each marked attempt and none for clean work', async () => {
        const open = new Set(chosen.filter((c) => c.limit ?? c.silent).map((c) => c.name));
        const runs = (await lab.incidents()).filter((r) => !open.has(r.name));
        expect({
          silent: runs.filter((r) => r.marked && r.incidents === 0).map((r) => r.name),
          falseAlarm: runs.filter((r) => !r.marked && r.incidents > 0).map((r) => r.name),
        }).toEqual({ silent: [], falseAlarm: [] });
      });

    if (!RECORDING)
      it('lets nothing marked arrive later, and nothing clean a second time', () => {
        const late = marked
          .map(([c, payload]) => [c.name, findLeak(lab.receivedBy(payload.run), payload, c.decode)] as const)
          .filter(([, leak]) => leak);
        const again = clean
          .filter(([, payload, count]) => lab.receivedBy(payload.run).length !== count)
          .map(([c]) => c.name);
        expect({ late, again }).toEqual({ late: [], again: [] });
      });
  });
}

function nameOf(c: ChannelCase): string {
  if (RECORDING) return `marked content by ${c.name} leaves a bare browser`;
  return c.limit
    ? `LIMIT (${c.limit}): marked content by ${c.name} leaves`
    : `nothing marked leaves by ${c.name}`;
}
