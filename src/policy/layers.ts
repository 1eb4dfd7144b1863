import { KINDS, SETTING_OF } from './kinds.ts';
import type { ActionRule, KindAction, Layer, LayeredPolicy, LayerName, Policy } from './policy.ts';
import { covers, exactness } from './sites.ts';

const WEAKEST_FIRST: readonly LayerName[] = ['local', 'server', 'managed'];
const SINGLE = [
  'markings',
  'categories',
  'foreign',
  'contact',
  'protect',
  'mode',
  'graceUntil',
  'sectors',
  'server',
  'enrolmentCode',
  'deviceName',
  'retentionDays',
  'reportTarget',
] as const;
/** Settings with parts, each of which a layer may set on its own. */
const PARTED = ['outcomes', 'updates'] as const;

/** Lays the layers over the bundled policy: for each setting the strongest layer that says anything wins. */
export function mergeLayers(bundled: Policy, layers: Readonly<Record<LayerName, Layer>>): LayeredPolicy {
  let policy = bundled;
  const setBy: Record<string, LayerName> = {};
  for (const name of WEAKEST_FIRST) {
    const layer = layers[name];
    policy = lay(layer, policy);
    for (const setting of SINGLE) if (layer[setting] !== undefined) setBy[setting] = name;
    for (const setting of PARTED)
      for (const part of Object.keys(layer[setting] ?? {})) setBy[`${setting}.${part}`] = name;
    for (const rule of ofEachKind(layer.actions ?? [])) setBy[actionKey(rule)] = name;
    for (const list of ['add', 'remove'] as const)
      for (const pattern of layer.sites?.[list] ?? []) setBy[`sites.${list} ${pattern}`] = name;
  }
  // A weaker layer's pattern that a stronger one overruled has no effect, so nobody set it.
  for (const key of Object.keys(setBy)) {
    const [, list, pattern] = /^sites\.(add|remove) (.+)$/.exec(key) ?? [];
    if (pattern && !policy.sites[list as 'add' | 'remove'].includes(pattern)) delete setBy[key];
    if (key.startsWith('actions ') && !policy.actions.some((rule) => actionKey(rule) === key))
      delete setBy[key];
  }
  return { policy, setBy };
}

function lay(layer: Layer, under: Policy): Policy {
  const { sites, outcomes, updates, actions, ...single } = layer;
  const add = [...(sites?.add ?? []), ...(layer.protect === 'all' ? ['*'] : [])];
  const remove = sites?.remove ?? [];
  return {
    ...under,
    ...single,
    outcomes: { ...under.outcomes, ...outcomes },
    updates: { ...under.updates, ...updates },
    actions: [
      ...ofEachKind(actions ?? []),
      ...under.actions.filter(({ kind }) => {
        const setting = SETTING_OF[kind];
        return setting === null || layer[setting] === undefined;
      }),
    ],
    sites: {
      add: [...new Set([...without(under.sites.add, remove), ...(sites?.add ?? [])])],
      remove: [...new Set([...without(under.sites.remove, add), ...remove])],
    },
  };
}

/** Patterns that a stronger layer's opposite patterns leave standing. */
function without(patterns: readonly string[], overruled: readonly string[]): readonly string[] {
  return patterns.filter((pattern) => !overruled.some((stronger) => covers(stronger, pattern)));
}

/** The exceptions of one layer, the most exact first; of equals the stricter. */
function ofEachKind(rules: readonly ActionRule[]): readonly KindAction[] {
  const sorted = rules.toSorted(
    (a, b) =>
      siteExactness(b) - siteExactness(a) ||
      Number(b.level !== undefined) - Number(a.level !== undefined) ||
      Number(b.channel !== undefined) - Number(a.channel !== undefined) ||
      Number(b.kind !== undefined) - Number(a.kind !== undefined) ||
      ACTIONS.indexOf(b.action) - ACTIONS.indexOf(a.action),
  );
  return sorted.flatMap((rule) => (rule.kind ? [rule.kind] : KINDS).map((kind) => ({ ...rule, kind })));
}

const ACTIONS = ['allow', 'report', 'warn', 'block'] as const;

function siteExactness({ site }: ActionRule): number {
  return site === undefined ? 0 : exactness(site.replace('*.', ''), [site]);
}

function actionKey({ kind, level, site, channel, action }: KindAction): string {
  return `actions ${[kind, level, site, channel].filter((part) => part !== undefined).join(' ')} ${action}`;
}
