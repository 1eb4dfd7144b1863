import { createEngine } from '../engine/engine.ts';
import { withPlaces } from '../engine/key-places.ts';
import type { EngineTables } from '../engine/tables.ts';
import type { Engine } from '../engine/types.ts';
import type { PackOffer } from '../messages/messages.ts';
import { BUNDLED_PACK, bundledTables } from '../rules/bundled.ts';
import type { TrustedState } from '../rules/trust/documents.ts';
import { type PackHealth, packHealth } from '../rules/trust/health.ts';
import { openTrusted, startTrust, verifyUpdate } from '../rules/trust/verify-update.ts';
import type { KeptPack, PackSource, PackStore } from './pack-store.ts';

/** The rules by which this machine judges now. */
export interface PackInForce {
  /** `bundled`, or the SHA-256 of the pack's signed statement. */
  readonly packId: string;
  readonly tables: EngineTables;
  readonly engine: Engine;
}

/** How the pack in force stands, for people. */
export interface PackState {
  readonly name: string;
  readonly version: string;
  /** Day of release, `YYYY-MM-DD`, or empty. */
  readonly released: string;
  /** ISO 8601; null for the bundled pack, which ages but does not expire. */
  readonly expires: string | null;
  readonly health: PackHealth;
  /** What the unit calls its own rules, by rule id. */
  readonly ruleNames: Readonly<Record<string, string>>;
}

/** The one owner of which rules are in force in this profile. */
export interface Packs {
  inForce(): Promise<PackInForce>;
  /** The same without waiting, for what must answer at once: the bundled rules until the stored ones are open. */
  now(): PackInForce;
  state(): Promise<PackState>;
  /** The number of the signed pack in force, by which the unit's server counts; empty for the bundled one. */
  number(): Promise<string>;
  /**
   * Judges a pack file and, when it is good, puts it into force. `anchor` is the fingerprint of the root that policy
   * trusts. Offers are taken one after the other. Never rejects; a refusal changes nothing that is in force.
   */
  offer(bytes: Uint8Array, source: PackSource, anchor: string): Promise<PackOffer>;
}

const bundled: PackInForce = {
  packId: BUNDLED_PACK,
  tables: bundledTables,
  engine: createEngine(bundledTables),
};

export interface PackTools {
  readonly store: PackStore;
  readonly engineVersion: string;
  readonly now: () => Date;
  /** Told after another pack came into force. */
  onTaken(): void;
}

export function createPacks(tools: PackTools): Packs {
  const { store, engineVersion } = tools;
  let force = bundled;
  let kept: KeptPack | null = null;

  const open = async (): Promise<void> => {
    kept = await store.read();
    if (!kept?.file) return;
    const opened = await openTrusted({ bytes: kept.file, trusted: kept.state, engineVersion });
    // A stored file that no longer opens is fetched again; until then the bundled rules are in force.
    if (opened.ok) force = forceOf(kept.state, opened.pack.tables);
  };
  // A store that cannot be read leaves the bundled rules in force.
  const ready = open().catch((error: unknown) => console.error(error));
  let queue: Promise<unknown> = ready;

  const keep = async (next: KeptPack): Promise<void> => {
    await store.write(next);
    kept = next;
  };
  const consider = async (bytes: Uint8Array, source: PackSource, anchor: string): Promise<PackOffer> => {
    if (anchor === '') return { kind: 'refused', problem: 'no-root' };
    const known = kept?.anchor === anchor ? kept : null;
    const start = known ? ({ ok: true, state: known.state } as const) : await startTrust(bytes, anchor);
    if (!start.ok) return { kind: 'refused', problem: start.problem };
    const result = await verifyUpdate({ bytes, trusted: start.state, now: tools.now(), engineVersion });
    if (!result.ok) {
      if (known && result.state.root !== known.state.root) await keep({ ...known, state: result.state });
      return { kind: 'refused', problem: result.problem };
    }
    const next = forceOf(result.state, result.pack.tables);
    if (!result.news && next.packId === force.packId) return { kind: 'current' };
    await keep({ anchor, state: result.state, file: bytes, source, taken: tools.now().toISOString() });
    force = next;
    tools.onTaken();
    return { kind: 'taken' };
  };

  return {
    now: () => force,
    async inForce() {
      await ready;
      return force;
    },
    async state() {
      await ready;
      const { name, version, released = '' } = force.tables.pack;
      const pack = force === bundled ? null : (kept?.state.pack ?? null);
      return {
        name,
        version,
        released,
        expires: pack?.expires ?? null,
        health: pack && kept ? packHealth(kept.state, tools.now()) : 'none',
        ruleNames: force.tables.names ?? {},
      };
    },
    async number() {
      await ready;
      return force === bundled ? '' : String(kept?.state.pack?.version ?? '');
    },
    offer(bytes, source, anchor) {
      const turn = queue.then(() => consider(bytes, source, anchor));
      queue = turn.catch(() => undefined);
      return turn.catch((error: unknown) => {
        console.error(error);
        return { kind: 'refused', problem: 'malformed' } as const;
      });
    },
  };
}

function forceOf({ pack }: TrustedState, tables: EngineTables): PackInForce {
  const placed = withPlaces(tables);
  return { packId: pack?.sha256 ?? BUNDLED_PACK, tables: placed, engine: createEngine(placed) };
}
