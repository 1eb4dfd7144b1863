/** Why a pack was refused. The words for people are in `_locales` as `rulesProblem_<problem>` with `_` for `-`. */
export type UpdateProblem =
  /** Not a pack file: cut off, changed, or something else altogether. */
  | 'malformed'
  | 'too-large'
  /** Signed by a key that the root of trust does not name, or the signature does not fit. */
  | 'signature'
  /** Fewer good signatures than the root of trust asks for. */
  | 'threshold'
  /** The chain of roots does not lead on from the root this machine trusts. */
  | 'root-chain'
  | 'root-expired'
  /** Older than the pack in use. */
  | 'rollback'
  | 'expired'
  /** The source still offers the pack in use, though that has expired: somebody may be keeping newer ones away. */
  | 'frozen'
  /** The parts of the file do not belong together, or a version exists twice with different content. */
  | 'mixed'
  /** Made for another unit, or another pack than the one in use. */
  | 'wrong-target'
  | 'engine-too-old'
  /** Well signed, but its tables are none the engine takes. */
  | 'bad-tables'
  /** The server sent nothing for too long. */
  | 'too-slow'
  | 'unreachable';

/** Thrown inside `src/rules` only: what leaves it is data. */
export class UpdateError extends Error {
  readonly problem: UpdateProblem;
  constructor(problem: UpdateProblem, detail: string) {
    super(detail);
    this.problem = problem;
  }
}
