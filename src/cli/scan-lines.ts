import type { Readable } from 'node:stream';
import { createEngine } from '../engine/engine.ts';
import type { Engine } from '../engine/types.ts';
import type { LocatedFinding } from '../engine/verdict.ts';
import { inspectText } from '../inspection/inspect.ts';
import { bundledPolicy } from '../policy/bundled.ts';
import { decide } from '../policy/decide.ts';
import { bundledTables } from '../rules/bundled.ts';
import { describeFinding, worseExit, writeLine } from './output.ts';
import { readLines } from './read-lines.ts';
import type { Texts } from './texts.ts';

/** Code units of earlier pieces kept of one editor. */
const KEPT = 2000;

interface Item {
  readonly id: string;
  readonly text: string;
  readonly filename?: string;
}

/**
 * Reads NDJSON `{"id","text"[,"filename"]}`, writes one line a record in the same order, and resolves to the exit code.
 * A line that is no such record is told on stderr and counts as not scanned.
 */
export async function scanLines(input: Readable, texts: Texts): Promise<number> {
  const engine = createEngine(bundledTables);
  const pieces = new EditorPieces();
  let exit = 0;
  let number = 0;
  for await (const line of readLines(input)) {
    number += 1;
    if (line !== null && line.trim() === '') continue;
    const item = line === null ? null : parseItem(line);
    if (!item) {
      process.stderr.write(
        `la-chan: ${texts(line === null ? 'cliLineTooLong' : 'cliLineMalformed', String(number))}\n`,
      );
      exit = worseExit(exit, 'hold');
      continue;
    }
    const { action, level, findings } = decide(inspectItem(engine, item, pieces), 'scanned', bundledPolicy);
    exit = worseExit(exit, action);
    await writeLine(JSON.stringify({ id: item.id, action, level, findings: findings.map(describeFinding) }));
  }
  return exit;
}

function parseItem(line: string): Item | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { id, text, filename } = value as Record<string, unknown>;
  if (typeof id !== 'string' || typeof text !== 'string') return null;
  return typeof filename === 'string' ? { id, text, filename } : { id, text };
}

function inspectItem(engine: Engine, item: Item, pieces: EditorPieces): readonly LocatedFinding[] {
  const before = pieces.take(item);
  const found = inspectText(before + item.text, engine).findings.filter(
    ({ finding }) => finding.end > before.length,
  );
  const moved = found.map(({ finding, where }) => ({
    where,
    finding: {
      ...finding,
      start: Math.max(0, finding.start - before.length),
      end: finding.end - before.length,
    },
  }));
  if (item.filename === undefined) return moved;
  return [...inspectText(item.filename, engine, { place: 'file-name' }).findings, ...moved];
}

/** Remembers the end of what one editor received: ids `x#1`, `x#2`… are consecutive pieces. */
class EditorPieces {
  #editor = '';
  #kept = '';

  /** What came before this piece in the same editor, as far as it is kept. */
  take({ id, text }: Item): string {
    const editor = /^(.*)#\d+$/s.exec(id)?.[1];
    const before = editor !== undefined && editor === this.#editor ? this.#kept : '';
    this.#editor = editor ?? '';
    this.#kept = editor === undefined ? '' : (before + text).slice(-KEPT);
    return before;
  }
}
