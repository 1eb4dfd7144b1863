import type { EngineTables } from './tables.ts';
import type { Engine, Finding } from './types.ts';

/** Builds an engine from compiled tables. */
export function createEngine(tables: EngineTables): Engine {
  return {
    pack: tables.pack,
    inspect(text) {
      const findings: Finding[] = [];
      let start = 0;
      for (const line of text.split('\n')) {
        const bare = line
          .normalize('NFC')
          .replace(/^\s*(?:Độ mật:\s*)?/u, '')
          .trim();
        for (const marking of tables.markings) {
          if (!marking.phrases.some((p) => bare === p || bare.startsWith(`${p}.`))) continue;
          const { ruleId, level } = marking;
          findings.push({
            ruleId,
            kind: 'marking',
            level,
            action: 'block',
            confidence: 1,
            start,
            end: start + line.length,
            signals: [],
          });
        }
        start += line.length + 1;
      }
      return findings;
    },
  };
}
