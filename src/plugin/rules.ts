import type { EngineTables } from '../engine/tables.ts';
import type { Rules } from '../inspection/scan-pool.ts';
import { scriptAddress } from './trusted.ts';

/** Where newer rules come from. */
export interface RuleSource {
  /** The folder that `la-chan rules publish` writes. */
  readonly url: string;
  /** Fingerprint of the root of trust, from the unit and not from the same place as the pack. */
  readonly root: string;
}

/** The question to the worker, which holds the checks of signatures, and its answer. */
export interface RulesQuestion {
  readonly rules: RuleSource & { readonly state: string | null; readonly engineVersion: string };
}

export interface RulesAnswer {
  readonly checked: {
    readonly rules: Rules | null;
    readonly state: string | null;
    readonly problem: string;
  };
}

/** What the page trusts, kept between visits so that an older pack is refused. */
const STORE = 'la-chan.trust';
const PATIENCE = 150_000;

/**
 * The rules that came with the plug-in, categories included, which would be a fifth of its script. Null where they cannot be
 * fetched: markings and foreign banners, which the script holds, are guarded all the same. Never rejects.
 */
export async function fetchBundled(home: string): Promise<EngineTables | null> {
  return fetch(new URL('la-chan.rules.json', home), { credentials: 'omit' })
    .then((response) => (response.ok ? (response.json() as Promise<EngineTables>) : null))
    .catch(() => null);
}

/**
 * Fetches a pack and checks it in a worker, off the page's way. Null when it is not to be used, whatever the reason: the
 * rules in use stay. Never rejects.
 */
export async function fetchRules(
  source: RuleSource,
  home: string,
  engineVersion: string,
): Promise<Rules | null> {
  const question: RulesQuestion = { rules: { ...source, state: readState(source.root), engineVersion } };
  const answer = await ask(question, home);
  if (!answer) return null;
  const { rules, state, problem } = answer.checked;
  if (state) keepState(source.root, state);
  if (problem) console.warn(`La Chan: the rule pack was not taken (${problem}); the rules in use stay.`);
  return rules;
}

function ask(question: RulesQuestion, home: string): Promise<RulesAnswer | null> {
  return new Promise((resolve) => {
    let worker: Worker;
    try {
      worker = new Worker(scriptAddress(new URL('la-chan-worker.js', home)), { type: 'module' });
    } catch {
      resolve(null);
      return;
    }
    const end = (answer: RulesAnswer | null) => {
      clearTimeout(timer);
      worker.terminate();
      resolve(answer);
    };
    const timer = setTimeout(() => end(null), PATIENCE);
    worker.onerror = () => end(null);
    worker.onmessage = ({ data }) => 'checked' in data && end(data);
    worker.postMessage(question);
  });
}

function readState(root: string): string | null {
  try {
    const [of, state] = JSON.parse(localStorage.getItem(STORE) ?? '[]');
    return of === root ? state : null;
  } catch {
    return null;
  }
}

function keepState(root: string, state: string): void {
  try {
    localStorage.setItem(STORE, JSON.stringify([root, state]));
  } catch {
    // Without storage an old pack cannot be told from a new one, but never an unsigned from a signed.
  }
}
