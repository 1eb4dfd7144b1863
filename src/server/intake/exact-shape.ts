import type * as z from 'zod/mini';

/** Says of a value that came from `JSON.parse` whether it surely fits. */
type Check = (value: unknown) => boolean;

interface Definition {
  readonly type: string;
  readonly format?: string;
  readonly checks?: readonly { readonly _zod: { readonly def: Rule } }[];
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly catchall?: Schema;
  readonly options?: readonly Schema[];
  readonly innerType?: Schema;
  readonly element?: Schema;
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly unknown[];
}

interface Schema {
  readonly _zod: { readonly def: Definition };
}

interface Rule {
  readonly check: string;
  readonly pattern?: RegExp;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly value?: number;
  readonly inclusive?: boolean;
}

/**
 * A check made of a schema, several times as fast as the schema itself. True: the schema takes the value as it is, and the
 * keys of every object stand in canonical order. False says nothing: the schema must be asked. Throws at once where the
 * schema uses what this does not know, so that no rule of it is passed over.
 */
export function exactShapeOf(schema: z.ZodMiniType): Check {
  return checkOf(schema as unknown as Schema);
}

function checkOf({ _zod: { def } }: Schema): Check {
  const rules = (def.checks ?? []).map(({ _zod }) => ruleOf(_zod.def));
  const base = baseOf(def);
  if (rules.length === 0) return base;
  return (value) => base(value) && rules.every((rule) => rule(value));
}

function baseOf(def: Definition): Check {
  switch (def.type) {
    case 'string':
      return (value) => typeof value === 'string';
    case 'boolean':
      return (value) => typeof value === 'boolean';
    case 'number':
      return def.format === undefined
        ? (value) => typeof value === 'number'
        : (value) => Number.isSafeInteger(value);
    case 'enum': {
      const entries = new Set<unknown>(Object.values(def.entries!));
      return (value) => entries.has(value);
    }
    case 'literal': {
      const values = new Set(def.values);
      return (value) => values.has(value);
    }
    case 'nullable': {
      const inner = checkOf(def.innerType!);
      return (value) => value === null || inner(value);
    }
    case 'optional':
      return checkOf(def.innerType!);
    case 'array': {
      const element = checkOf(def.element!);
      return (value) => Array.isArray(value) && value.every(element);
    }
    case 'union': {
      const options = def.options!.map(checkOf);
      return (value) => options.some((option) => option(value));
    }
    case 'object':
      return objectCheck(def);
    default:
      throw new TypeError(`no exact shape of ${def.type}`);
  }
}

/** Keys one by one, in the order of canonical JSON: one that is unknown, doubled or out of order ends it. */
function objectCheck({ shape, catchall }: Definition): Check {
  if (catchall?._zod.def.type !== 'never') throw new TypeError('no exact shape of an open object');
  const fields = Object.entries(shape!)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, schema]) => ({
      key,
      check: checkOf(schema),
      optional: schema._zod.def.type === 'optional',
    }));
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    let at = 0;
    for (const key in value) {
      while (fields[at]?.key !== key) if (fields[at++]?.optional !== true) return false;
      if (!fields[at++]!.check((value as Readonly<Record<string, unknown>>)[key])) return false;
    }
    while (fields[at]?.optional) at++;
    return at === fields.length;
  };
}

function ruleOf({ check, pattern, minimum, maximum, value: bound, inclusive }: Rule): Check {
  const lengthOf = (value: unknown) => (value as string | readonly unknown[]).length;
  if (check === 'string_format' && pattern && !pattern.global && !pattern.sticky)
    return (value) => pattern.test(value as string);
  if (check === 'min_length') return (value) => lengthOf(value) >= minimum!;
  if (check === 'max_length') return (value) => lengthOf(value) <= maximum!;
  if (check === 'greater_than')
    return (value) => (inclusive ? (value as number) >= bound! : (value as number) > bound!);
  if (check === 'less_than')
    return (value) => (inclusive ? (value as number) <= bound! : (value as number) < bound!);
  throw new TypeError(`no exact shape of ${check}`);
}
