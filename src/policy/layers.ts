import type { Layer, LayeredPolicy, LayerName, Policy } from './policy.ts';
import { covers } from './sites.ts';

const WEAKEST_FIRST: readonly LayerName[] = ['local', 'server', 'managed'];
const SINGLE = ['markings', 'categories', 'foreign', 'contact'] as const;

/** Lays the layers over the bundled policy: for each setting the strongest layer that says anything wins. */
export function mergeLayers(bundled: Policy, layers: Readonly<Record<LayerName, Layer>>): LayeredPolicy {
  let policy = bundled;
  const setBy: Record<string, LayerName> = {};
  for (const name of WEAKEST_FIRST) {
    const layer = layers[name];
    policy = lay(layer, policy);
    for (const setting of SINGLE) if (layer[setting] !== undefined) setBy[setting] = name;
    for (const outcome of Object.keys(layer.outcomes ?? {})) setBy[`outcomes.${outcome}`] = name;
    for (const list of ['add', 'remove'] as const)
      for (const pattern of layer.sites?.[list] ?? []) setBy[`sites.${list} ${pattern}`] = name;
  }
  // A weaker layer's pattern that a stronger one overruled has no effect, so nobody set it.
  for (const key of Object.keys(setBy)) {
    const [, list, pattern] = /^sites\.(add|remove) (.+)$/.exec(key) ?? [];
    if (pattern && !policy.sites[list as 'add' | 'remove'].includes(pattern)) delete setBy[key];
  }
  return { policy, setBy };
}

function lay(layer: Layer, under: Policy): Policy {
  const { sites, outcomes, ...single } = layer;
  const add = sites?.add ?? [];
  const remove = sites?.remove ?? [];
  return {
    ...under,
    ...single,
    outcomes: { ...under.outcomes, ...outcomes },
    sites: {
      add: [...new Set([...without(under.sites.add, remove), ...add])],
      remove: [...new Set([...without(under.sites.remove, add), ...remove])],
    },
  };
}

/** Patterns that a stronger layer's opposite patterns leave standing. */
function without(patterns: readonly string[], overruled: readonly string[]): readonly string[] {
  return patterns.filter((pattern) => !overruled.some((stronger) => covers(stronger, pattern)));
}
