import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

/** One import statement of a source file. */
export interface Import {
  /** Path of the importing file from the repository's root. */
  readonly from: string;
  /** Path from the root for a relative import, else the package's specifier. */
  readonly to: string;
  readonly typeOnly: boolean;
  readonly isPackage: boolean;
}

/** Every file under `folder` (from the root) that ends with one of `endings`. */
export function listFiles(folder: string, endings: readonly string[]): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();
}

export const readSource = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** All imports and re-exports of the TypeScript files under `src/`, dynamic ones too. */
export function listImports(): Import[] {
  return listFiles('src', ['.ts']).flatMap((from) =>
    [
      ...readSource(from).matchAll(
        /(?:^(?:(?:import|export)\s+(type\s)?[^;'"=()]*?\sfrom|import)\s*|\bimport\()['"]([^'"]+)['"]/gm,
      ),
    ].map(([, type, specifier = '']) => {
      const isPackage = !specifier.startsWith('.');
      const to = isPackage ? specifier : normalize(join(dirname(from), specifier.replace(/\?.*$/, '')));
      return { from, to, typeOnly: Boolean(type), isPackage };
    }),
  );
}

/** The room a source file stands in: the first folder under `src/`. */
export const roomOf = (path: string): string => path.split('/')[1] ?? '';
