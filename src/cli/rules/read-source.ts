import { readFile } from 'node:fs/promises';
import { type Document, LineCounter, parseDocument } from 'yaml';
import type { RuleKind, RuleSource } from '../../rules/compile.ts';
import type { Problem } from '../../rules/problem-words.ts';

/** A YAML file with the line of every place in it. */
export interface YamlFile {
  readonly value: unknown;
  lineOf(path: readonly PropertyKey[]): number;
}

/** Reads a YAML file. `file` is its name in messages. Mistakes in the YAML itself come back as problems. */
export async function readYaml(
  path: string | URL,
  file: string,
): Promise<{ yaml: YamlFile; problems: readonly Problem[] }> {
  const lines = new LineCounter();
  const document = parseDocument(await readFile(path, 'utf8'), { lineCounter: lines, prettyErrors: true });
  const problems = document.errors.map(({ linePos, message }) =>
    notYaml(file, linePos?.[0].line ?? 1, message),
  );
  const value = problems.length > 0 ? undefined : toValue(document);
  if (value instanceof Error)
    return { yaml: { value: undefined, lineOf: () => 1 }, problems: [notYaml(file, 1, value.message)] };
  const yaml: YamlFile = {
    value,
    lineOf(path) {
      for (let length = path.length; length > 0; length--) {
        const node = document.getIn(path.slice(0, length), true) as
          | { range?: [number, number, number] }
          | undefined;
        if (node?.range) return lines.linePos(node.range[0]).line;
      }
      return 1;
    },
  };
  return { yaml, problems };
}

/** Aliases that multiply without end (`&a [*b, *b, …]`) come back as an error. */
function toValue(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    return error instanceof Error ? error : new Error('unknown');
  }
}

function notYaml(file: string, line: number, message: string): Problem {
  const words = message.split('\n')[0]!.replace(/ at line .*$/, '');
  return { file, line, name: 'rulesNotYaml', values: [words] };
}

/** Reads one rule file. */
export async function readSource(
  path: string | URL,
  file: string,
  kind: RuleKind,
): Promise<{ source: RuleSource; problems: readonly Problem[] }> {
  const { yaml, problems } = await readYaml(path, file);
  return { source: { file, kind, ...yaml }, problems };
}

/** A problem as one line: file, line, what is wrong. */
export function describeProblem(
  { file, line, name, values }: Problem,
  texts: (name: string, ...values: readonly string[]) => string,
): string {
  return `${file}:${line}: ${texts(name, ...values)}`;
}
