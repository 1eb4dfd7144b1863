import { readFile } from 'node:fs/promises';
import { createEngine } from '../engine/engine.ts';
import type { Engine, Finding } from '../engine/types.ts';
import { bundledTables } from '../rules/bundled.ts';
import { type Command, EXIT, refuse } from './command.ts';
import { fileErrorKey } from './file-errors.ts';
import type { Texts } from './texts.ts';

/** Most code units of a line shown around a candidate. */
const SHOWN = 60;

/** `la-chan explain FILE`. */
export const explain: Command = {
  async run(args, texts) {
    const [file, ...more] = args;
    if (file === undefined || file.startsWith('-') || more.length > 0) return refuse(texts, 'explain');
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      process.stderr.write(`la-chan: ${texts(fileErrorKey(error), file)}\n`);
      return EXIT.failed;
    }
    const explained = explainText(text, createEngine(bundledTables), texts);
    process.stdout.write(`${explained || texts('cliNothingToExplain')}\n`);
    return EXIT.ok;
  },
};

/**
 * Why each candidate in a text was, or was not, taken for a marking: its place, the signals for and against with their
 * weights, and the sum. For a person at a terminal; the text itself is shown, so never log it.
 */
export function explainText(text: string, engine: Engine, texts: Texts): string {
  const findings = engine.explain(text);
  return findings.map((finding) => explainOne(text, finding, texts)).join('\n\n');
}

function explainOne(text: string, finding: Finding, texts: Texts): string {
  const { ruleId, action, start, end, signals } = finding;
  const sum = signals.reduce((total, { weight }) => total + weight, 0);
  const before =
    text
      .slice(Math.max(0, start - SHOWN), start)
      .split(/[\r\n]/)
      .at(-1) ?? '';
  const after = text.slice(end, end + SHOWN).split(/[\r\n]/)[0] ?? '';
  // A unit's own rules have no name but their id.
  const name = `rule_${key(ruleId)}`;
  const named = texts(name) === name ? ruleId : `${texts(name)} (${ruleId})`;
  const head = `${named} ${start}–${end}: ${texts(`action_${action}`)} (${sum})`;
  const reasons = [...signals]
    .sort((a, b) => b.weight - a.weight)
    .map(({ id, weight }) => `  ${weight > 0 ? '+' : ''}${weight}  ${texts(`signal_${key(id)}`)}`);
  return [head, `  ${before}«${text.slice(start, end)}»${after}`, ...reasons].join('\n');
}

function key(id: string): string {
  return id.replace(/[^a-zA-Z0-9_]/g, '_');
}
