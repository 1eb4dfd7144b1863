import type * as z from 'zod/mini';

interface Definition {
  readonly type: string;
  readonly format?: string;
  readonly checks?: readonly { readonly _zod: { readonly def: Rule } }[];
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly catchall?: Schema;
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

/** A pattern of whole lines. Group `n` of a match is the JSON of the field `fields[n - 1]`. */
export interface LinePattern {
  readonly pattern: RegExp;
  readonly fields: readonly string[];
}

/** What canonical JSON writes as it is; surrogates are left out, since half a pair would be escaped. */
const PLAIN = '[^"\\\\\\u0000-\\u001f\\ud800-\\udfff]';
/** Fewer than sixteen digits and no power of ten: written by JavaScript as they are read. */
const FRACTION = '0\\.(?!0{6})\\d{0,14}[1-9]';
const ANY_NUMBER = `(?:0|-?(?:[1-9]\\d{0,8}(?:\\.\\d{0,5}[1-9])?|${FRACTION}))`;
/** Patterns of strings that can be put into one of lines: classes, groups, repetitions and plain letters. */
const SIMPLE = /^\^(?:[\w:/@#-]|\\[dw./?]|\[\^?(?:\\.|[^\]\\"(])+\]|\(|\)|\||[?*+]|\{\d+(?:,\d*)?\})*\$$/;

/**
 * A pattern made of a schema: a line that it matches is the canonical JSON of a value that the schema takes as it is, so
 * that one look stands for parsing, checking and writing again. A line that it does not match may be right all the same
 * (escaped letters, long fractions): the schema must be asked. `fields` are paths of the fields to be found in a match.
 * Throws at once where the schema uses what this does not know, so that no rule of it is passed over.
 */
export function linePatternOf(schema: z.ZodMiniType, fields: readonly string[]): LinePattern {
  const found: string[] = [];
  const write = (inner: Schema, path: string): string => {
    const wanted = fields.includes(path);
    if (wanted) found.push(path);
    const source = sourceOf(inner._zod.def, (field, name) =>
      write(field, path === '' ? name : `${path}.${name}`),
    );
    return wanted ? `(${source})` : source;
  };
  const pattern = new RegExp(`^${write(schema as unknown as Schema, '')}$`);
  return { pattern, fields: found };
}

/** Writes what is inside; `name` is empty but for a field of an object. */
type Write = (inner: Schema, name: string) => string;

function sourceOf(def: Definition, write: Write): string {
  const rules = (def.checks ?? []).map(({ _zod }) => _zod.def);
  switch (def.type) {
    case 'string':
      return stringSource(rules);
    case 'number':
      return numberSource(rules, def.format !== undefined);
    case 'boolean':
      return '(?:true|false)';
    case 'enum':
      return oneOf(Object.values(def.entries!));
    case 'literal':
      return oneOf(def.values!);
    case 'nullable':
      return `(?:null|${write(def.innerType!, '')})`;
    case 'array':
      return arraySource(rules, write(def.element!, ''));
    case 'object':
      return objectSource(def, write);
    default:
      throw new TypeError(`no pattern of ${def.type}`);
  }
}

/** Keys in canonical order. The first is never optional here: commas stand before all others. */
function objectSource({ shape, catchall }: Definition, write: Write): string {
  if (catchall?._zod.def.type !== 'never') throw new TypeError('no pattern of an open object');
  const keys = Object.keys(shape!).sort();
  const fields = keys.map((key, at) => {
    const { def } = shape![key]!._zod;
    const optional = def.type === 'optional';
    if (optional && at === 0) throw new TypeError('no pattern of a first field that may be missing');
    const field = `${at === 0 ? '' : ','}${literal(JSON.stringify(key))}:`;
    return optional ? `(?:${field}${write(def.innerType!, key)})?` : field + write(shape![key]!, key);
  });
  return `\\{${fields.join('')}\\}`;
}

function arraySource(rules: readonly Rule[], element: string): string {
  const { least, most } = boundsOf(rules, ['min_length', 'max_length']);
  if (least > 1) throw new TypeError('no pattern of a least length above 1');
  const list = `${element}(?:,${element}){0,${most === '' ? '' : most - 1}}`;
  return least === 1 ? `\\[${list}\\]` : `\\[(?:${list})?\\]`;
}

function stringSource(rules: readonly Rule[]): string {
  const patterns = rules.flatMap(({ check, pattern }) =>
    check === 'string_format' && pattern ? [pattern] : [],
  );
  const { least, most } = boundsOf(rules, ['min_length', 'max_length', 'string_format']);
  const length = `${PLAIN}{${least},${most}}"`;
  if (patterns.length === 0) return `"${length}`;
  const [pattern, another] = patterns;
  if (another || pattern!.flags !== '' || !SIMPLE.test(pattern!.source))
    throw new TypeError(`no pattern of ${patterns.join(' and ')}`);
  // What a class leaves out must not let it run over the end of the string.
  const inner = pattern!.source
    .slice(1, -1)
    .replaceAll('[^', `[^${PLAIN.slice(2, -1)}`)
    .replace(/\((?!\?)/g, '(?:');
  const limited = least > 0 || most !== '' ? `(?=${length})` : '';
  return `"${limited}(?:${inner})"`;
}

function numberSource(rules: readonly Rule[], whole: boolean): string {
  const least = rules.find(({ check }) => check === 'greater_than')?.value;
  const most = rules.find(({ check }) => check === 'less_than')?.value;
  const known = rules.every(
    ({ check, inclusive }) => ['greater_than', 'less_than'].includes(check) && inclusive,
  );
  if (known && whole && most === undefined && least === 0) return '(?:0|[1-9]\\d{0,14})';
  if (known && whole && most === undefined && least === 1) return '[1-9]\\d{0,14}';
  if (known && !whole && least === 0 && most === 1) return `(?:0|1|${FRACTION})`;
  if (rules.length === 0 && !whole) return ANY_NUMBER;
  throw new TypeError(`no pattern of a number from ${least} to ${most}`);
}

function boundsOf(rules: readonly Rule[], known: readonly string[]): { least: number; most: number | '' } {
  const other = rules.find(({ check }) => !known.includes(check));
  if (other) throw new TypeError(`no pattern of ${other.check}`);
  return {
    least: rules.find(({ check }) => check === 'min_length')?.minimum ?? 0,
    most: rules.find(({ check }) => check === 'max_length')?.maximum ?? '',
  };
}

function oneOf(values: readonly unknown[]): string {
  return `(?:${values.map((value) => literal(JSON.stringify(value))).join('|')})`;
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
