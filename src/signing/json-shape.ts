/** How large plain data in JSON may be, whatever its bytes. */
export interface JsonBounds {
  /** Objects and lists inside each other. */
  readonly depth: number;
  /** Values, keys included. */
  readonly values: number;
}

/** Names that mean something to every object: no data needs them. */
const FORBIDDEN = new Set(['__proto__', 'prototype', 'constructor']);

/**
 * Reads JSON from a stranger. Refuses what nests too deep or holds too many values before parsing it, and names that
 * could reach an object's prototype after. Throws `SyntaxError`.
 */
export function parseBounded(text: string, bounds: JsonBounds): unknown {
  checkShape(text, bounds);
  return JSON.parse(text, (name, value) => {
    if (FORBIDDEN.has(name)) throw new SyntaxError(`the name "${name}" is not allowed`);
    return value;
  });
}

/** One pass over the signs that open, close and divide, outside of strings. */
function checkShape(text: string, { depth, values }: JsonBounds): void {
  let open = 0;
  let count = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (quoted) {
      if (unit === 0x5c) i++;
      else if (unit === 0x22) quoted = false;
      continue;
    }
    if (unit === 0x22) quoted = true;
    else if (unit === 0x5b || unit === 0x7b) {
      if (++open > depth) throw new SyntaxError(`more than ${depth} levels deep`);
      count++;
    } else if (unit === 0x5d || unit === 0x7d) open--;
    else if (unit === 0x2c || unit === 0x3a) count++;
    if (count > values) throw new SyntaxError(`more than ${values} values`);
  }
}
