import { createEngine } from '../engine/engine.ts';
import type { LocatedFinding } from '../engine/verdict.ts';
import type { InspectionResult } from '../inspection/types.ts';
import { decide } from '../policy/decide.ts';
import { reasonsInWords, wordsForFinding } from '../ui/words.ts';
import type { Page } from './page.ts';
import type { ScanFinding, ScanResult } from './types.ts';

const MOST_REASONS = 4;

/** Judges one text in the page or one file in a worker. Never rejects. */
export async function scanItem(page: Page, item: string | Blob): Promise<ScanResult> {
  const { policy, rules } = page.settings();
  const result = typeof item === 'string' ? inspectText(page, item) : await page.scanner.scan(asFile(item));
  const { action, level, outcome, findings } = decide(result.findings, result.outcome, policy);
  return {
    action,
    level,
    outcome,
    mediaType: result.mediaType,
    size: result.size,
    findings: findings.map(describe),
    rules: { name: rules.tables.pack.name, version: rules.tables.pack.version },
  };
}

function inspectText(page: Page, text: string): InspectionResult {
  const findings = createEngine(page.settings().rules.tables)
    .inspect(text)
    .map((finding) => ({ finding, where: 'text' }));
  return { outcome: 'scanned', findings, mediaType: 'text/plain', size: text.length };
}

function asFile(item: Blob): File {
  return item instanceof File ? item : new File([item], '', { type: item.type });
}

function describe({ finding, where }: LocatedFinding): ScanFinding {
  const { ruleId, kind, signals } = finding;
  return {
    ruleId,
    kind,
    where,
    words: wordsForFinding(finding),
    reasons: reasonsInWords(signals, MOST_REASONS),
  };
}
