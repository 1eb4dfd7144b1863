import { trustedStateSchema } from '../rules/trust/documents.ts';
import { fileNamedIn } from '../rules/trust/latest.ts';
import { readBounded } from '../rules/trust/read-bounded.ts';
import { startTrust, verifyUpdate } from '../rules/trust/verify-update.ts';
import type { RulesAnswer, RulesQuestion } from './rules.ts';

/** Fetches and checks a pack. Runs in the worker. Never rejects. */
export async function checkRules({ rules }: RulesQuestion): Promise<RulesAnswer['checked']> {
  const refuse = (problem: string, state: string | null = null) => ({ rules: null, state, problem });
  const bytes = await downloadNewest(rules.url);
  if (typeof bytes === 'string') return refuse(bytes);
  const kept = rules.state ? trustedStateSchema.safeParse(JSON.parse(rules.state)) : null;
  let trusted = kept?.success ? kept.data : null;
  if (!trusted) {
    const begun = await startTrust(bytes, rules.root);
    if (!begun.ok) return refuse(begun.problem);
    trusted = begun.state;
  }
  const result = await verifyUpdate({ bytes, trusted, now: new Date(), engineVersion: rules.engineVersion });
  const state = JSON.stringify(result.state);
  if (!result.ok) return refuse(result.problem, state);
  const packId = result.state.pack?.sha256 ?? '';
  return { rules: { packId, tables: result.pack.tables }, state, problem: '' };
}

/** `folder` is what `la-chan rules publish` wrote: a small pointer, and the pack that it names. */
async function downloadNewest(folder: string): Promise<Uint8Array | string> {
  const pointer = `${folder.replace(/\/$/, '')}/latest.json`;
  const latest = await download(pointer);
  if (typeof latest === 'string') return latest;
  const file = fileNamedIn(latest, pointer);
  return file === null ? 'malformed' : download(file);
}

async function download(url: string): Promise<Uint8Array | string> {
  try {
    const { ok, body } = await fetch(url, { credentials: 'omit' });
    if (!ok || !body) return 'unreachable';
    const read = await readBounded(body);
    return read.ok ? read.bytes : read.problem;
  } catch {
    return 'unreachable';
  }
}
