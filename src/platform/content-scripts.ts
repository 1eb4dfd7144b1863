const ADDED_HOSTS = 'policy.addedHosts';
const REACHED_HOSTS = 'policy.reachedHosts';
/** The guard, which the manifest declares for the pages of the bundled list only: others do not even read it. */
const GUARD = 'src/content/guard.iife.js';
/** In the package as they are: the browser is given their names while it runs. */
const ARM = 'arm.js';
const STAND = 'stand.js';
/** The build's copy of the main-world hooks: the browser runs no file twice in a frame. */
const ARM_HOOKS = 'arm-hooks.js';
const ASK_TO_ARM = 'ask-to-arm.js';

/** Frames of one tab; all of them without `frameIds`. */
export interface Frames {
  readonly tabId: number;
  readonly frameIds?: readonly number[];
}

/**
 * Keeps the scripts registered that arm the guard on the pages of `matches` (match patterns) and, through `hosts` (a
 * regular expression over hosts), in the third-party frames of these pages. Registers nothing for an empty list.
 */
export async function registerArming(matches: readonly string[], hosts: string): Promise<void> {
  await chrome.storage.local.set({ [ADDED_HOSTS]: matches.length === 0 ? '' : hosts });
  const known = await chrome.scripting.getRegisteredContentScripts();
  if (matches.length === 0) {
    if (known.length > 0) await chrome.scripting.unregisterContentScripts();
    return;
  }
  const everywhere = {
    allFrames: true,
    matchOriginAsFallback: true,
    runAt: 'document_start',
    persistAcrossSessions: true,
  } as const;
  const scripts = [
    { id: 'arm', js: [GUARD, STAND], matches: [...matches], ...everywhere },
    { id: 'arm-hooks', js: [ARM_HOOKS], matches: [...matches], world: 'MAIN', ...everywhere },
    { id: 'ask-to-arm', js: [ASK_TO_ARM], matches: ['<all_urls>'], ...everywhere },
  ] satisfies chrome.scripting.RegisteredContentScript[];
  // Replaced in one step: a worker that dies between two would leave the pages open.
  if (known.length === scripts.length) await chrome.scripting.updateContentScripts(scripts);
  else await chrome.scripting.registerContentScripts(scripts);
}

/** The hosts, as `noteReached` was given them, that the guard was last brought to; undefined before the first time. */
export async function readReached(): Promise<unknown> {
  return (await chrome.storage.local.get(REACHED_HOSTS))[REACHED_HOSTS];
}

/** Notes that the guard is where `hosts` say, in later pages and in open ones. */
export async function noteReached(hosts: string): Promise<void> {
  await chrome.storage.local.set({ [REACHED_HOSTS]: hosts });
}

/** Arms the guard in frames where it sleeps or is not. Rejects where the browser does not let scripts in. */
export async function armGuard(frames: Frames): Promise<void> {
  await inject(frames, [GUARD, ARM], 'ISOLATED');
  await inject(frames, [ARM_HOOKS], 'MAIN');
}

/**
 * Puts the guard into a tab that was open before it was installed, into those frames that do not have it; `arm` wakes it
 * on a host that policy adds. Rejects where the browser does not let scripts in.
 */
export async function injectGuard(tabId: number, arm: boolean): Promise<void> {
  const found = await chrome.scripting.executeScript({
    target: { tabId, allFrames: true },
    // Not `in`, which finds the page's elements by their ids too.
    func: () => Object.hasOwn(globalThis, 'laChanArm'),
  });
  const bare = found.filter((frame) => frame.result === false).map((frame) => frame.frameId);
  if (bare.length === 0) return;
  const { isolated, main } = declaredScripts();
  await inject({ tabId, frameIds: bare }, arm ? [...isolated, ARM] : isolated, 'ISOLATED');
  await inject({ tabId, frameIds: bare }, main, 'MAIN');
}

async function inject(frames: Frames, files: string[], world: 'ISOLATED' | 'MAIN'): Promise<void> {
  const { tabId, frameIds } = frames;
  await chrome.scripting.executeScript({
    target: frameIds ? { tabId, frameIds: [...frameIds] } : { tabId, allFrames: true },
    files,
    world,
    injectImmediately: true,
  });
}

/** The content scripts as the build named them. */
function declaredScripts(): { isolated: string[]; main: string[] } {
  // The published types do not know `world` yet.
  const declared: readonly { js?: string[] | undefined; world?: string }[] =
    chrome.runtime.getManifest().content_scripts ?? [];
  const of = (main: boolean) =>
    declared.filter((entry) => (entry.world === 'MAIN') === main).flatMap((entry) => entry.js ?? []);
  return { isolated: of(false), main: of(true) };
}
