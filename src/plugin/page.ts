import { createEngine } from '../engine/engine.ts';
import type { Rules } from '../inspection/scan-pool.ts';
import { bundledPolicy } from '../policy/bundled.ts';
import type { Policy } from '../policy/policy.ts';
import { BUNDLED_PACK } from '../rules/bundled.ts';
import { CORE_PACK, coreTables } from '../rules/core.ts';
import { armWindow, type Settings, type Surroundings } from './arm.ts';
import { createAuthority } from './authority.ts';
import { claimWindow, watchFrames } from './frames.ts';
import { createReporter, type ReportTarget } from './reporter.ts';
import { fetchBundled, fetchRules } from './rules.ts';
import { createScanner, type Scanner } from './scanner.ts';
import { chooseLanguage } from './texts.ts';
import type { Options } from './types.ts';

/** Where the plug-in's files are, and the page's permission to load them. */
export interface Home {
  readonly folder: string;
  readonly nonce: string;
  readonly version: string;
}

/** All that the plug-in holds for one page. One for each page, however often `protect` is called. */
export interface Page {
  readonly scanner: Scanner;
  settings(): Settings;
  configure(options: Options): void;
  /** Adds a protected part; the returned function takes it out. */
  add(root: Node): () => void;
}

const JOIN = Symbol.for('la-chan.join');
type Join = (arm: (surroundings: Surroundings) => void) => void;

export function createPage({ folder, nonce, version }: Home): Page {
  let settings: Settings = {
    policy: bundledPolicy,
    rules: { packId: CORE_PACK, tables: coreTables },
    contact: bundledPolicy.contact,
    language: undefined,
    folder,
  };
  let target: ReportTarget | null = null;
  let rulesFrom = '';
  let engine = createEngine(coreTables);
  const roots = new Map<object, Node>();
  const listeners = new Set<(settings: Settings) => void>();
  const scanner = createScanner(folder);
  const reporter = createReporter(() => target);
  const send = createAuthority({
    version,
    rules: () => settings.rules.tables,
    policy: () => settings.policy,
    scan: scanner.scan,
    isMarked: (text) => engine.inspect(text).length > 0,
    report: reporter.send,
  });
  const change = (next: Partial<Settings>): void => {
    settings = { ...settings, ...next };
    for (const listen of listeners) listen(settings);
  };
  const useRules = (rules: Rules): void => {
    engine = createEngine(rules.tables);
    scanner.use(rules);
    change({ rules });
  };
  // A pack of the unit that was there first stays.
  void fetchBundled(folder).then((tables) => {
    if (tables && settings.rules.packId === CORE_PACK) useRules({ packId: BUNDLED_PACK, tables });
  });
  const surroundings = (isInside: Surroundings['isInside']): Surroundings => ({
    send,
    signal: new AbortController().signal,
    settings: () => settings,
    onSettings: (listen) => listeners.add(listen),
    isInside: (event) => roots.size > 0 && isInside(event),
    isWhole: () => [...roots.values()].includes(document),
  });
  const arm = (): void => {
    if (!claimWindow()) return;
    chooseLanguage(settings.language, folder);
    armWindow(surroundings((event) => [...roots.values()].some((root) => holds(root, event))));
    const join: Join = (armFrame) => armFrame(surroundings(() => true));
    Object.defineProperty(globalThis, JOIN, { value: join, configurable: true });
    watchFrames(new URL('la-chan.js', folder), nonce, new AbortController().signal);
  };
  return {
    scanner,
    settings: () => settings,
    configure({ server, policy, contact, language, rules }) {
      if (server) target = server;
      if (language) chooseLanguage(language, folder);
      if (rules && rules.url !== rulesFrom) {
        rulesFrom = rules.url;
        void fetchRules(rules, folder, version).then((taken) => taken && useRules(taken));
      }
      change({
        ...(policy ? { policy: withSettings(policy) } : {}),
        ...(contact === undefined ? {} : { contact }),
        ...(language ? { language } : {}),
      });
    },
    add(root) {
      const place = {};
      roots.set(place, root);
      arm();
      return () => void roots.delete(place);
    },
  };
}

/** Joins the plug-in of the page around this frame; false where there is none. */
export function joinPage(): boolean {
  const around = window.parent as { [JOIN]?: Join };
  if (window.parent === window || !around[JOIN] || !claimWindow()) return false;
  around[JOIN]((surroundings) => {
    const { language, folder } = surroundings.settings();
    chooseLanguage(language ?? window.parent.document.documentElement.lang, folder);
    armWindow(surroundings);
    Object.defineProperty(globalThis, JOIN, { value: around[JOIN], configurable: true });
  });
  return true;
}

function holds(root: Node, event: Event): boolean {
  const path = event.composedPath();
  const [target] = path;
  return path.includes(root) || (target instanceof HTMLFormElement && target.contains(root));
}

function withSettings(layer: NonNullable<Options['policy']>): Policy {
  return { ...bundledPolicy, ...layer, outcomes: { ...bundledPolicy.outcomes, ...layer.outcomes } };
}
