import { minify } from 'terser';

/**
 * Makes a script, or a `module`, smaller than the bundler does: for the files that every guarded page reads. Throws on
 * what is neither.
 */
export async function makeSmall(code: string, module = false): Promise<string> {
  const small = await minify(code, { ecma: 2020, module, compress: { passes: 3 } });
  return small.code ?? code;
}
