import { judgeFiles, recordAnswer, recordText } from '../background/attempts.ts';
import type { Send } from '../content/attempts.ts';
import type { EngineTables } from '../engine/tables.ts';
import type { Unlinked } from '../incidents/chain.ts';
import { fingerprint, makeFingerprintKey } from '../incidents/fingerprint.ts';
import type { InspectionResult } from '../inspection/types.ts';
import type { Policy } from '../policy/policy.ts';
import type { AnswerDetail, AttemptDetail } from './types.ts';

/** What the authority of a page needs of its surroundings. */
export interface AuthorityTools {
  readonly version: string;
  rules(): EngineTables;
  policy(): Policy;
  scan(file: File): Promise<InspectionResult>;
  isMarked(text: string): boolean;
  /** Takes a record to the unit's server. */
  report(record: Unlinked): void;
}

/** Records remembered so that an answer finds its attempt. */
const MOST_KNOWN = 500;

/** Does in a page what the background does for the extension: judges files, records attempts and answers. */
export function createAuthority(tools: AuthorityTools): Send {
  const known = new Map<string, Unlinked>();
  // Lasts as long as the page: repeats are told apart within it, and nobody can look up what was meant.
  let key: Promise<CryptoKey> | undefined;
  const attemptTools = () => ({
    store: {
      async append(record: Unlinked) {
        const before = known.get(record.id);
        if (before) return before;
        known.set(record.id, record);
        for (const [oldest] of known) {
          if (known.size <= MOST_KNOWN) break;
          known.delete(oldest);
        }
        tools.report(record);
        announce(record);
        return record;
      },
      find: async (id: string) => known.get(id),
    },
    async fingerprint(content: Blob | string) {
      // Pages without TLS have no cryptography.
      if (!globalThis.crypto?.subtle) return '';
      key ??= makeFingerprintKey();
      return fingerprint(await key, content);
    },
    rules: async () => tools.rules(),
    productVersion: tools.version,
    readPolicy: async () => tools.policy(),
    scan: tools.scan,
    isMarked: tools.isMarked,
    onRecorded() {},
  });
  const handlers = {
    'attempt.text': recordText,
    'attempt.files': judgeFiles,
    'attempt.answer': recordAnswer,
  };
  return (async (name, request) => handlers[name](request as never, attemptTools())) as Send;
}

/** Tells the page what happened, without anything of the content. */
function announce(record: Unlinked): void {
  if ('answer' in record) {
    const detail: AnswerDetail = { attemptId: record.incidentId };
    document.dispatchEvent(new CustomEvent(`lachan:${record.answer}`, { detail }));
    return;
  }
  if (!('disposition' in record)) return;
  const detail: AttemptDetail = {
    attemptId: record.id,
    channel: record.channel,
    level: record.level,
    items: record.items.map(({ kind, mediaType, size, action, outcome, findings }) => ({
      kind,
      mediaType,
      size,
      action,
      outcome,
      ruleIds: findings.map(({ ruleId }) => ruleId),
    })),
  };
  document.dispatchEvent(new CustomEvent(`lachan:${record.disposition}`, { detail }));
}
