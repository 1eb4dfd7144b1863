import * as z from 'zod/mini';

z.config({ jitless: true });

/** Why incidents wait; shown to people. */
export type ReportProblem =
  /** Policy names a server but no code, and this machine is not enrolled. */
  | 'no-code'
  | 'code-refused'
  | 'revoked'
  | 'unreachable'
  /** The server answers, but not as it should. */
  | 'refused';

const schema = z.strictObject({
  /** Origin this state is about. */
  server: z.string(),
  enrolled: z.boolean(),
  /** The code that was refused last: the same is not tried again. */
  refusedCode: z.string(),
  /** Newest record that the server has acknowledged, and its hash. */
  through: z.int(),
  hash: z.string(),
  /** Signature of the newest statement sent. */
  statement: z.string(),
  /** Milliseconds that the server's clock is ahead of this machine's. */
  clockAhead: z.number(),
  failures: z.int(),
  problem: z.nullable(z.enum(['no-code', 'code-refused', 'revoked', 'unreachable', 'refused'])),
  /** ISO 8601; empty for never. */
  next: z.string(),
  beat: z.string(),
  sent: z.string(),
  /** ETag of the policy layer that was stored. */
  policy: z.string(),
  /** ETag of the documents that may pass. Profiles of earlier versions have none. */
  allowed: z._default(z.string(), ''),
});

/** What the reporter remembers; the browser may end it after any write. */
export type ReportState = z.infer<typeof schema>;

/** The state of a machine that has just been told of a server. */
export function firstState(server: string): ReportState {
  return {
    server,
    enrolled: false,
    refusedCode: '',
    through: 0,
    hash: '',
    statement: '',
    clockAhead: 0,
    failures: 0,
    problem: null,
    next: '',
    beat: '',
    sent: '',
    policy: '',
    allowed: '',
  };
}

/** The stored state, or a first one when it is about another server or cannot be read. */
export function readReportState(stored: unknown, server: string): ReportState {
  const parsed = schema.safeParse(stored);
  return parsed.success && parsed.data.server === server ? parsed.data : firstState(server);
}
