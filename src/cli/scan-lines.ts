import type { Readable } from 'node:stream';
import { createEngine } from '../engine/engine.ts';
import { RollingBuffer } from '../engine/rolling-buffer.ts';
import type { Engine } from '../engine/types.ts';
import type { LocatedFinding } from '../engine/verdict.ts';
import { inspectText } from '../inspection/inspect.ts';
import { type UnitRules, weigh } from '../policy/unit-rules.ts';
import { describeFinding, worseExit, writeLine } from './output.ts';
import { readLines } from './read-lines.ts';
import type { Texts } from './texts.ts';

interface Item {
  readonly id: string;
  readonly text: string;
  readonly filename?: string;
}

/**
 * Reads NDJSON `{"id","text"[,"filename"]}`, writes one line a record in the same order, and resolves to the exit code.
 * A line that is no such record is told on stderr and counts as not scanned.
 */
export async function scanLines(input: Readable, rules: UnitRules, texts: Texts): Promise<number> {
  const engine = createEngine(rules.tables);
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
    const { action, level, findings } = weigh(
      { findings: inspectItem(engine, item, pieces), outcome: 'scanned' },
      rules,
    );
    // What was blocked did not go into the editor.
    if (action !== 'block') pieces.of(item).keep(item.text);
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

/**
 * Findings of an item, with places in its own text. A marking completed by this piece begins at its first letter, and so
 * does one of an earlier piece that only this piece turns into a marking.
 */
function inspectItem(engine: Engine, item: Item, pieces: EditorPieces): readonly LocatedFinding[] {
  const { text, from } = pieces.of(item).join(item.text);
  const before = from > 0 ? inspectText(text.slice(0, from), engine).findings : [];
  const isKnown = ({ finding }: LocatedFinding) =>
    before.some(
      ({ finding: known }) =>
        known.ruleId === finding.ruleId && known.start === finding.start && known.action === finding.action,
    );
  const found = inspectText(text, engine).findings.filter(
    (located) => located.finding.end > from || !isKnown(located),
  );
  const moved = found.map(({ finding, where }) => ({
    where,
    finding: {
      ...finding,
      start: Math.max(0, finding.start - from),
      end: Math.max(0, finding.end - from),
    },
  }));
  if (item.filename === undefined) return moved;
  return [...inspectText(item.filename, engine, { place: 'file-name' }).findings, ...moved];
}

/** Remembers the end of what one editor received: ids `x#1`, `x#2`… are consecutive pieces. */
class EditorPieces {
  #editor = '';
  #buffer = new RollingBuffer();

  /** The buffer of the editor that a piece goes into. Editors follow one another, so the last one is enough. */
  of({ id }: Item): RollingBuffer {
    const editor = /^(.*)#\d+$/s.exec(id)?.[1] ?? '';
    if (editor === '' || editor !== this.#editor) this.#buffer.clear();
    this.#editor = editor;
    return this.#buffer;
  }
}
