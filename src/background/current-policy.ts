import type { PolicyInForce, Request, Response } from '../messages/messages.ts';
import { readStoredLayers, writeLocalLayer } from '../platform/policy-storage.ts';
import { besideAdministrator } from '../policy/administered.ts';
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
  const layers = {
    managed: read.managed.layer,
    server: read.server.layer,
    local: besideAdministrator(read.local.layer, read.managed.layer),
  };
  const { policy, setBy } = mergeLayers(bundledPolicy, layers);
  return {
    policy: { ...policy, mode: modeAt(policy, new Date()) },
    setBy,
    layers: { ...layers, local: read.local.layer },
    problems: {
      managed: read.managed.problems,
      server: read.server.problems,
      local: read.local.problems,
    },
  };
}

/** Stores what a person has set on this machine, as a whole or, with a mistake in it, not at all. */
export async function writeLocalPolicy({
  layer,
}: Request<'policy.local'>): Promise<Response<'policy.local'>> {
  const { problems } = readLayer(layer);
  if (problems.length === 0) await writeLocalLayer(layer);
  return { problems };
}
