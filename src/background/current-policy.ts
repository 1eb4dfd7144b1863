import type { PolicyInForce } from '../messages/messages.ts';
import { readStoredLayers } from '../platform/policy-storage.ts';
import { modeAt } from '../policy/applies.ts';
import { bundledPolicy } from '../policy/bundled.ts';
import { mergeLayers } from '../policy/layers.ts';
import type { Policy } from '../policy/policy.ts';
import { readLayer } from '../policy/schema.ts';

/** The policy in force now, read from its layers each time: two reads of a local store, and nothing to go stale. */
export async function readPolicy(): Promise<Policy> {
  return (await readLayeredPolicy()).policy;
}

/** The policy in force now with who set what, and what was not understood in which layer. */
export async function readLayeredPolicy(): Promise<PolicyInForce> {
  const { managed, server, local } = await readStoredLayers();
  const read = { managed: readLayer(managed), server: readLayer(server), local: readLayer(local) };
  const { policy, setBy } = mergeLayers(bundledPolicy, {
    managed: read.managed.layer,
    server: read.server.layer,
    local: read.local.layer,
  });
  return {
    policy: { ...policy, mode: modeAt(policy, new Date()) },
    setBy,
    problems: {
      managed: read.managed.problems,
      server: read.server.problems,
      local: read.local.problems,
    },
  };
}
