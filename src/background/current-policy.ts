import { readStoredLayers } from '../platform/policy-storage.ts';
import { bundledPolicy } from '../policy/bundled.ts';
import { mergeLayers } from '../policy/layers.ts';
import type { Policy } from '../policy/policy.ts';
import { readLayer } from '../policy/schema.ts';

/** The policy in force now, read from its layers each time: two reads of a local store, and nothing to go stale. */
export async function readPolicy(): Promise<Policy> {
  const { managed, server, local } = await readStoredLayers();
  const layers = {
    managed: readLayer(managed).layer,
    server: readLayer(server).layer,
    local: readLayer(local).layer,
  };
  return mergeLayers(bundledPolicy, layers).policy;
}
