import type { EngineTables } from '../engine/tables.ts';
import type { PackId } from '../engine/types.ts';
import type { OwnRules } from './compile.ts';

/**
 * The tables of a unit's pack: the baseline with the unit's rules in it. A rule of the unit takes the place of the
 * baseline's rule of the same id. How evidence is weighed stays the baseline's.
 */
export function extendBaseline(
  base: EngineTables,
  own: OwnRules,
  { pack, salt }: { pack: PackId; salt: string },
): EngineTables {
  // They belong to the phrases of the baseline, and to no pack.
  const { places: _, ...rest } = base;
  return {
    ...rest,
    pack,
    markings: replaceById(base.markings, own.markings),
    foreign: replaceById(base.foreign, own.foreign),
    categories: replaceById(base.categories, own.categories),
    ...(own.keywords.length > 0 && { keywords: { salt, rules: own.keywords } }),
    ...(own.stages.length > 0 && { stages: own.stages }),
    ...(Object.keys(own.names).length > 0 && { names: own.names }),
    ...(own.allowed.length > 0 && { allowlist: { salt, entries: own.allowed } }),
  };
}

/** The ids of every rule in tables. */
export function ruleIdsOf({ markings, foreign, categories, keywords }: EngineTables): readonly string[] {
  return [...markings, ...foreign, ...categories, ...(keywords?.rules ?? [])].map(({ ruleId }) => ruleId);
}

function replaceById<R extends { readonly ruleId: string }>(base: readonly R[], own: readonly R[]): R[] {
  const ids = new Set(own.map(({ ruleId }) => ruleId));
  return [...base.filter(({ ruleId }) => !ids.has(ruleId)), ...own];
}
