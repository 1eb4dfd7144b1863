import { createEngine } from '../engine/engine.ts';
import { withPlaces } from '../engine/key-places.ts';
import type { Engine } from '../engine/types.ts';
import { createNodeScanPool, type NodeScanPool } from '../inspection/node/scan-pool.ts';
import { modeAt } from '../policy/applies.ts';
import { bundledPolicy } from '../policy/bundled.ts';
import { mergeLayers } from '../policy/layers.ts';
import type { Policy } from '../policy/policy.ts';
import { readLayer } from '../policy/schema.ts';
import type { UnitRules } from '../policy/unit-rules.ts';
import { BUNDLED_PACK, bundledTables } from '../rules/bundled.ts';
import { openPack } from '../rules/trust/open-pack.ts';
import type { ServerParts } from './http/context.ts';
import { product } from './product.ts';
import { newestPack } from './store/packs.ts';
import { readPolicy } from './store/policies.ts';

type Pack = Pick<UnitRules, 'packId' | 'tables'>;

const BUNDLED: Pack = { packId: BUNDLED_PACK, tables: bundledTables };

/** What the server itself judges by: the pack and the policy that it hands out to machines. */
export class ServerRules {
  readonly #parts: Pick<ServerParts, 'db' | 'config' | 'now'>;
  readonly #log: (line: string) => void;
  #known: { readonly etag: string; readonly pack: Pack } = { etag: '', pack: BUNDLED };

  constructor(parts: Pick<ServerParts, 'db' | 'config' | 'now'>, log: (line: string) => void) {
    this.#parts = parts;
    this.#log = log;
  }

  async current(): Promise<UnitRules> {
    const [pack, policy] = await Promise.all([this.#readPack(), this.#readPolicy()]);
    return { ...pack, policy };
  }

  /** The newest pack, checked again: a database is not a root of trust. The bundled one where there is none that holds. */
  async #readPack(): Promise<Pack> {
    const stored = await newestPack(this.#parts.db);
    const etag = stored?.etag ?? '';
    if (etag !== this.#known.etag)
      this.#known = { etag, pack: stored ? await this.#open(await stored.read()) : BUNDLED };
    return this.#known.pack;
  }

  async #open(bytes: Uint8Array): Promise<Pack> {
    const opened = await openPack(bytes, this.#parts.config.packRoot ?? '', product.version);
    if (opened.ok) return { packId: opened.state.pack?.sha256 ?? '', tables: withPlaces(opened.pack.tables) };
    this.#log(JSON.stringify({ alert: 'pack', problem: opened.problem }));
    return BUNDLED;
  }

  /** The layer for every unit: a file that a backend sends belongs to none. */
  async #readPolicy(): Promise<Policy> {
    const stored = await readPolicy(this.#parts.db, '*');
    const { layer } = readLayer(stored ? JSON.parse(stored.layer) : null);
    const { policy } = mergeLayers(bundledPolicy, { managed: {}, server: layer, local: {} });
    return { ...policy, mode: modeAt(policy, this.#parts.now()) };
  }
}

/** What one request is judged with. */
export interface ScanTools {
  readonly rules: UnitRules;
  readonly engine: Engine;
  /** Reads files elsewhere, so that a bad one stalls nobody. Never rejects. */
  readonly pool: Pick<NodeScanPool, 'scan'>;
}

/** Engine and threads for the rules in force. Another pack gets threads of its own: no answer mixes two. */
export function createToolbox(rules: ServerRules, stopping: AbortSignal): () => Promise<ScanTools> {
  let made: { readonly packId: string; readonly engine: Engine; readonly pool: NodeScanPool } | null = null;
  return async () => {
    const current = await rules.current();
    if (made?.packId !== current.packId) {
      const pool = createNodeScanPool(undefined, stopping);
      pool.use(current);
      made = { packId: current.packId, engine: createEngine(current.tables), pool };
    }
    return { rules: current, engine: made.engine, pool: made.pool };
  };
}
