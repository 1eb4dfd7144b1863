import { describe, expect, it } from 'vitest';
import { certifyItem } from '../../src/certificate/certificate.ts';
import type { CutShort } from '../../src/inspection/scan-pool.ts';
import { cell } from '../../src/precheck/save.ts';
import { type Checker, Session } from '../../src/precheck/session.ts';

const HASH = 'a'.repeat(64);
const source = (name: string) => ({ name, file: new File(['x'], name) });

/** Checkers that answer when the test says so. */
function stand(lanes = 2) {
  const waiting: { file: File; finish: (instead?: CutShort) => void }[] = [];
  const stopped: Checker[] = [];
  const session = new Session({
    lanes,
    onChange: () => undefined,
    makeChecker: () => {
      const checker: Checker = {
        check: (file) =>
          new Promise((resolve) => {
            const item = { sha256: HASH, size: 1, mediaType: 'text/plain' };
            const base = { outcome: 'scanned', findings: [], mediaType: 'text/plain', size: 1 } as const;
            waiting.push({
              file,
              finish: (instead) =>
                resolve({
                  checked: instead ?? { ...base, certified: certifyItem(item, [], 'scanned'), places: [] },
                  action: instead ? 'hold' : 'allow',
                }),
            });
          }),
        stop: () => void stopped.push(checker),
      };
      return checker;
    },
  });
  const settle = () => new Promise((done) => setTimeout(done, 0));
  const finishAll = async () => {
    while (waiting.length > 0) {
      for (const one of waiting.splice(0)) one.finish();
      await settle();
    }
  };
  return { session, waiting, stopped, settle, finishAll };
}

describe('a pre-check session', () => {
  it('checks no more at once than it has lanes, in the order of the list', async () => {
    const { session, waiting, settle, finishAll } = stand(2);
    session.add(['a', 'b', 'c'].map(source));
    expect(waiting.map(({ file }) => file.name)).toEqual(['a', 'b']);
    waiting.shift()!.finish();
    await settle();
    expect(waiting.map(({ file }) => file.name)).toEqual(['b', 'c']);
    await finishAll();
    expect(session.count()).toMatchObject({ all: 3, open: 0, done: { clean: 3 } });
  });

  it('has results only when everything was checked', async () => {
    const { session, finishAll } = stand();
    session.add(['a', 'b'].map(source));
    expect(session.results()).toBeNull();
    await finishAll();
    expect(session.results()?.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('believes nothing that comes back after it was stopped, and checks it again', async () => {
    const { session, waiting, stopped, settle, finishAll } = stand(1);
    session.add(['a', 'b'].map(source));
    session.stop();
    expect(stopped).toHaveLength(1);
    waiting.splice(0)[0]!.finish();
    await settle();
    expect(session.count()).toMatchObject({ open: 0, stopped: 2, done: { clean: 0 } });
    expect(session.results()).toBeNull();
    session.resume();
    await finishAll();
    expect(session.count()).toMatchObject({ stopped: 0, done: { clean: 2 } });
  });

  it('forgets everything when it is cleared, late answers too', async () => {
    const { session, waiting, settle } = stand(1);
    session.add([source('a')]);
    session.clear();
    waiting[0]!.finish();
    await settle();
    expect(session.count().all).toBe(0);
    expect(session.list(null, 0, 10)).toEqual([]);
  });

  it('takes a scan that was cut short for not read, without a hash', async () => {
    const { session, waiting, settle } = stand(1);
    session.add([source('a')]);
    waiting[0]!.finish({
      outcome: 'timed-out',
      findings: [],
      mediaType: 'application/octet-stream',
      size: 1,
    });
    await settle();
    expect(session.list('unread', 0, 10)).toMatchObject([
      { certified: { sha256: null, outcome: 'timed-out' } },
    ]);
  });

  it('lists by result and in pages', async () => {
    const { session, finishAll } = stand(4);
    session.add(Array.from({ length: 120 }, (_, i) => source(String(i))));
    await finishAll();
    expect(session.list('clean', 100, 50).map(({ name }) => name)[0]).toBe('100');
    expect(session.list('clean', 100, 50)).toHaveLength(20);
    expect(session.list('marked', 0, 50)).toEqual([]);
  });
});

describe('the list of names', () => {
  it.each(['=1+1', '+1', '-1', '@x', ' =1', '\t=1'])('keeps a spreadsheet from calculating %j', (name) => {
    expect(cell(name).startsWith(`"'`)).toBe(true);
  });

  it('doubles quotes', () => {
    expect(cell('a"b')).toBe('"a""b"');
  });
});
