import { parseArgs } from 'node:util';
import { Misuse } from './refusal.ts';

/** Options a command takes: `one` value, or `many`. */
export type Wanted = Readonly<Record<string, 'one' | 'many' | 'flag'>>;

export interface Arguments {
  readonly rest: readonly string[];
  one(name: string): string | undefined;
  many(name: string): readonly string[];
  flag(name: string): boolean;
}

/** Reads a command's arguments; `count` is how many stand without an option. Throws `Misuse`. */
export function readArguments(
  args: readonly string[],
  wanted: Wanted,
  count: readonly [least: number, most: number],
): Arguments {
  const options = Object.fromEntries(
    Object.entries(wanted).map(([name, how]) => [
      name,
      { type: how === 'flag' ? ('boolean' as const) : ('string' as const), multiple: how !== 'flag' },
    ]),
  );
  let parsed: { values: Record<string, unknown>; positionals: readonly string[] };
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true });
  } catch {
    throw new Misuse();
  }
  const { values, positionals } = parsed;
  const list = (name: string) => (values[name] ?? []) as readonly string[];
  const twice = Object.keys(wanted).some((name) => wanted[name] === 'one' && list(name).length > 1);
  if (twice || positionals.length < count[0] || positionals.length > count[1]) throw new Misuse();
  return {
    rest: positionals,
    one: (name) => list(name)[0],
    many: list,
    flag: (name) => values[name] === true,
  };
}
