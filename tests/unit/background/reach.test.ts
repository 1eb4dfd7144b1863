import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createReach } from '../../../src/background/reach.ts';
import { bundledPolicy } from '../../../src/policy/bundled.ts';

interface Registered {
  readonly id: string;
  readonly matches?: readonly string[];
}

const withHosts = (...add: string[]) => ({ ...bundledPolicy, sites: { add, remove: [] } });

/** A browser with one open page of vanban.unit.example; `delay` holds back the next registration until it resolves. */
function browser() {
  const state = {
    stored: {} as Record<string, unknown>,
    scripts: [] as readonly Registered[],
    armed: 0,
    delay: Promise.resolve(),
  };
  const register = async (scripts: readonly Registered[]) => {
    const { delay } = state;
    state.delay = Promise.resolve();
    await delay;
    state.scripts = scripts;
  };
  vi.stubGlobal('chrome', {
    runtime: { getManifest: () => ({ content_scripts: [] }) },
    storage: {
      local: {
        get: async (key: string) => ({ [key]: state.stored[key] }),
        set: async (entries: object) => void Object.assign(state.stored, entries),
      },
    },
    scripting: {
      getRegisteredContentScripts: async () => state.scripts,
      registerContentScripts: register,
      updateContentScripts: register,
      unregisterContentScripts: () => register([]),
      executeScript: async ({ files }: { files?: readonly string[] }) => {
        if (files?.includes('arm.js')) state.armed += 1;
        return [];
      },
    },
    tabs: { query: async () => [{ id: 1, url: 'https://vanban.unit.example/' }] },
  });
  const hosts = () => state.scripts.find(({ id }) => id === 'arm')?.matches ?? [];
  return { state, hosts };
}

let world: ReturnType<typeof browser>;
beforeEach(() => {
  world = browser();
});
afterEach(() => vi.unstubAllGlobals());

describe('the reach of the guard', () => {
  it('goes by the last of two policies, also when the first is slow to be followed', async () => {
    let policy = withHosts('old.unit.example');
    const reach = createReach(async () => policy);
    const { promise, resolve } = Promise.withResolvers<void>();
    world.state.delay = promise;
    const first = reach.follow();
    await vi.waitFor(() => expect(world.state.stored).toHaveProperty(['policy.addedHosts']));
    policy = withHosts('vanban.unit.example');
    const second = reach.follow();
    resolve();
    await Promise.all([first, second]);
    expect(world.hosts()).toEqual(['*://vanban.unit.example/*']);
    expect(world.state.armed).toBe(1);
  });

  it('goes by the policy of the moment when installation comes late', async () => {
    let policy = bundledPolicy as ReturnType<typeof withHosts>;
    const reach = createReach(async () => policy);
    const { promise, resolve } = Promise.withResolvers<void>();
    world.state.delay = promise;
    const earlier = reach.follow();
    const install = reach.install();
    policy = withHosts('vanban.unit.example');
    resolve();
    await Promise.all([earlier, install]);
    expect(world.hosts()).toEqual(['*://vanban.unit.example/*']);
  });

  it('is finished by the next worker when one was ended in the middle of it', async () => {
    const before = createReach(async () => bundledPolicy);
    await before.install();
    const policy = withHosts('vanban.unit.example');
    world.state.delay = new Promise(() => {});
    void createReach(async () => policy).follow();
    await vi.waitFor(() => expect(world.state.stored['policy.addedHosts']).not.toBe(''));
    expect(world.hosts()).toEqual([]);

    const next = createReach(async () => policy);
    await next.finish();
    expect(world.hosts()).toEqual(['*://vanban.unit.example/*']);
    expect(world.state.armed).toBe(1);

    await next.finish();
    expect(world.state.armed).toBe(1);
  });

  it('follows the next policy when one could not be followed', async () => {
    let policy = withHosts('old.unit.example');
    const reach = createReach(async () => policy);
    world.state.delay = Promise.reject(new Error('the browser refuses'));
    await expect(reach.follow()).rejects.toThrow('refuses');
    policy = withHosts('vanban.unit.example');
    await reach.follow();
    expect(world.hosts()).toEqual(['*://vanban.unit.example/*']);
  });
});
