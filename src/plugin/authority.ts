import { judgeFiles, recordAnswer, recordText } from '../background/attempts.ts';
import type { Send } from '../content/attempts.ts';
import type { EngineTables } from '../engine/tables.ts';
import type { Unlinked } from '../incidents/chain.ts';
import { makeFingerprintKey } from '../incidents/fingerprint.ts';
import type { UnlinkedIncident } from '../incidents/incident.ts';
import type { Answer, Link } from '../incidents/types.ts';
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

/** A page keeps no chain: the unit's server gives records their place. */
const NO_PLACE: Link = { sequence: 0, previous: '', hash: '' };

/** Records remembered so that an answer finds its attempt. */
const MOST_KNOWN = 500;

/** Does in a page what the background does for the extension: judges files, records attempts and answers. */
export function createAuthority(tools: AuthorityTools): Send {
  const known = new Map<string, UnlinkedIncident>();
  // Lasts as long as the page: repeats are told apart within it, and nobody can look up what was meant.
  let key: Promise<CryptoKey> | undefined;
  const attemptTools = () => ({
    store: {
      async record(incident: UnlinkedIncident) {
        if (known.has(incident.id)) return incident.id;
        known.set(incident.id, incident);
        forgetOldest(known);
        tools.report(incident);
        announce(incident);
        return incident.id;
      },
      async append(record: Exclude<Unlinked, UnlinkedIncident>) {
        tools.report(record);
        if ('answer' in record) announceAnswer(record.answer, record.incidentId);
        return { ...record, ...NO_PLACE };
      },
      async findIncident(id: string) {
        const incident = known.get(id);
        return incident && { ...incident, ...NO_PLACE };
      },
      fingerprintKey() {
        key ??= makeFingerprintKey();
        return key;
      },
    },
    rules: async () => tools.rules(),
    productVersion: tools.version,
    readPolicy: async () => tools.policy(),
    allowed: async () => [],
    scan: tools.scan,
    isMarked: tools.isMarked,
    onRecorded() {},
    onTrouble() {},
  });
  const handlers = {
    'attempt.text': recordText,
    'attempt.files': judgeFiles,
    'attempt.answer': recordAnswer,
  };
  return (async (name, request) => handlers[name](request as never, attemptTools())) as Send;
}

function forgetOldest(known: Map<string, unknown>): void {
  for (const oldest of known.keys()) {
    if (known.size <= MOST_KNOWN) return;
    known.delete(oldest);
  }
}

function announceAnswer(answer: Answer['answer'], attemptId: string): void {
  const detail: AnswerDetail = { attemptId };
  document.dispatchEvent(new CustomEvent(`lachan:${answer}`, { detail }));
}

/** Tells the page what happened, without anything of the content. */
function announce(record: UnlinkedIncident): void {
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
