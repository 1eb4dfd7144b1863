import { describe, expect, it } from 'vitest';
import { createNewVersion } from '../../../src/background/new-version.ts';

function world() {
  const state = { time: Date.parse('2026-11-22T08:00:00Z'), pages: false, restarts: 0 };
  const wakes: Date[] = [];
  const newVersion = createNewVersion({
    hasOpenPages: async () => state.pages,
    restart: () => {
      state.restarts += 1;
    },
    wakeAt: async (moment) => void wakes.push(moment),
    now: () => new Date(state.time),
  });
  return { state, wakes, newVersion };
}

describe('a new version of the product', () => {
  it('comes into force at once on a machine where nothing happens', async () => {
    const { state, newVersion } = world();
    await newVersion.pulse();
    expect(state.restarts).toBe(1);
  });

  it('waits for files that are being read, and for the person who then reads the notice', async () => {
    const { state, wakes, newVersion } = world();
    const { promise, resolve } = Promise.withResolvers<string>();
    const work = newVersion.during(promise);
    await newVersion.pulse();
    resolve('done');
    expect(await work).toBe('done');
    state.time += 59_000;
    await newVersion.pulse();
    expect(state.restarts).toBe(0);
    expect(wakes.length).toBe(2);
    state.time += 1_000;
    await newVersion.pulse();
    expect(state.restarts).toBe(1);
  });

  it('waits while a page of the product is open, and is not lost meanwhile', async () => {
    const { state, wakes, newVersion } = world();
    state.pages = true;
    await newVersion.pulse();
    expect(state.restarts).toBe(0);
    expect(wakes).toEqual([new Date(state.time + 60_000)]);
    state.pages = false;
    await newVersion.pulse();
    expect(state.restarts).toBe(1);
  });

  it('is not held up by work that failed, nor by a clock that was set back', async () => {
    const { state, newVersion } = world();
    await newVersion.during(Promise.reject(new Error('disk full'))).catch(() => undefined);
    state.time -= 3_600_000;
    await newVersion.pulse();
    expect(state.restarts).toBe(1);
  });
});
