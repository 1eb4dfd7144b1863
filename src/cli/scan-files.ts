import type { LocatedFinding, Outcome, Verdict } from '../engine/verdict.ts';
import { createNodeScanPool } from '../inspection/node/scan-pool.ts';
import { type UnitRules, weigh } from '../policy/unit-rules.ts';
import { fileErrorKey } from './file-errors.ts';
import { loadFile } from './open-files.ts';
import { describeFinding, worseExit, writeLine } from './output.ts';
import type { Texts } from './texts.ts';

interface Judged {
  readonly verdict: Omit<Verdict, 'outcome'>;
  /** `unreadable` when the file itself could not be opened. */
  readonly outcome: Outcome | 'unreadable';
}

/** Scans files one after the other, writes a line or a paragraph for each, and resolves to the exit code. */
export async function scanFiles(
  files: readonly string[],
  { json, rules, texts }: { json: boolean; rules: UnitRules; texts: Texts },
): Promise<number> {
  // In a thread of its own: what hangs a reader must not hang the command.
  const end = new AbortController();
  const pool = createNodeScanPool(1, end.signal);
  pool.use(rules);
  let exit = 0;
  for (const file of files) {
    let judged: Judged;
    try {
      const scanning = pool.scan(await loadFile(file));
      pool.hurry();
      const result = await scanning;
      judged = { verdict: weigh(result, rules), outcome: result.outcome };
    } catch (error) {
      process.stderr.write(`la-chan: ${texts(fileErrorKey(error), file)}\n`);
      judged = { verdict: { action: 'hold', level: null, findings: [] }, outcome: 'unreadable' };
    }
    exit = worseExit(exit, judged.verdict.action);
    await writeLine(json ? toJson(file, judged) : toText(file, judged, texts));
  }
  end.abort();
  return exit;
}

function toJson(file: string, { verdict, outcome }: Judged): string {
  const { action, level, findings } = verdict;
  return JSON.stringify({
    file,
    action,
    level,
    ...(outcome !== 'scanned' && { outcome }),
    findings: findings.map(describeFinding),
  });
}

function toText(file: string, { verdict, outcome }: Judged, texts: Texts): string {
  const lines = [`${file}: ${texts(`cliAction_${verdict.action}`)}`];
  if (outcome !== 'scanned') lines.push(`  ${texts(`cliOutcome_${key(outcome)}`)}`);
  for (const located of verdict.findings) lines.push(`  ${describe(located, texts)}`);
  return lines.join('\n');
}

function describe({ finding, where }: LocatedFinding, texts: Texts): string {
  const what = finding.level ? texts(`cliLevel_${key(finding.level)}`) : finding.ruleId;
  const why = finding.signals.map(
    ({ id, weight }) => `${texts(`signal_${key(id)}`)} ${weight > 0 ? '+' : ''}${weight}`,
  );
  return texts('cliFinding', what, where, finding.ruleId, why.join('; '));
}

function key(id: string): string {
  return id.replace(/[^a-z0-9]/gi, '_');
}
