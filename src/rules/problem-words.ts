import type * as z from 'zod/mini';

/** A mistake in a rule file. `name` is that of its text in `_locales`, `values` fill it. */
export interface Problem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly name: string;
  readonly values: readonly string[];
}

/** What is wrong at one place of a file, before the file is known. */
export interface Fault {
  readonly path: readonly PropertyKey[];
  readonly name: string;
  readonly values: readonly string[];
}

/** The faults an issue of the schema speaks of, in the plain words of a person who never saw a schema. */
export function faultsOf(issue: z.core.$ZodIssue, value: unknown): readonly Fault[] {
  const { path } = issue;
  const field = fieldOf(path);
  if (issue.code === 'unrecognized_keys') {
    const known = issue.keys.map((key) => ({ path: [...path, key], values: [fieldOf([...path, key])] }));
    return known.map((each) => ({ ...each, name: 'rulesUnknownField' }));
  }
  const found = valueAt(value, path);
  if (found === undefined) return [{ path, name: 'rulesMissingField', values: [field] }];
  return [{ path, ...wordsFor(issue, field, found) }];
}

function wordsFor(issue: z.core.$ZodIssue, field: string, found: unknown): Omit<Fault, 'path'> {
  switch (issue.code) {
    case 'invalid_type':
      return { name: `rulesExpected_${expectedKind(issue.expected)}`, values: [field, kindOf(found)] };
    case 'invalid_value':
      return { name: 'rulesWrongValue', values: [field, shown(found), issue.values.join(', ')] };
    case 'too_small':
      return typeof found === 'number'
        ? { name: 'rulesTooSmall', values: [field, String(issue.minimum)] }
        : { name: 'rulesEmpty', values: [field] };
    case 'too_big':
      return { name: 'rulesTooBig', values: [field, String(issue.maximum)] };
    default:
      return { name: 'rulesWrongForm', values: [field, shown(found)] };
  }
}

function expectedKind(expected: string): string {
  if (expected === 'object' || expected === 'record') return 'object';
  if (expected === 'array') return 'array';
  return expected === 'string' ? 'string' : 'number';
}

function kindOf(found: unknown): string {
  return Array.isArray(found) || typeof found === 'object' ? '' : shown(found);
}

function shown(found: unknown): string {
  const text = typeof found === 'string' ? found : (JSON.stringify(found) ?? '');
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** `items.2.concepts` as a person counts: `items[3].concepts`; `…` for the whole file. */
function fieldOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return '…';
  return path
    .map((step, i) => (typeof step === 'number' ? `[${step + 1}]` : `${i > 0 ? '.' : ''}${String(step)}`))
    .join('');
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<PropertyKey, unknown>)[step];
  }
  return at;
}
