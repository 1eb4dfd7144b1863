import type { Certificate, Statement } from '../certificate/certificate.ts';
import type { UnitRules } from '../policy/unit-rules.ts';
import type { Source } from './session.ts';

/** What the page needs of the place it stands in: the extension, or a plain web page of the unit's server. */
export interface Host {
  /** Version of the product. */
  readonly version: string;
  /** The rules and the policy in force here. Never rejects. */
  readonly rules: Promise<UnitRules>;
  /** Address of the folder with the files that read letters, with a slash at its end. */
  readonly visionFolder: string;
  /** Null where certificates cannot be signed: a page without TLS. */
  readonly signer: Signer | null;
  /** What the person asked to be checked when the page was opened; null when nothing was. */
  readonly gather: ((add: (sources: Source[]) => void, signal: AbortSignal) => Promise<Gathered>) | null;
}

export interface Signer {
  sign(statement: Statement): Promise<Certificate>;
  /** Id of the key that `sign` uses. */
  keyId(): Promise<string>;
}

/** How gathering from a web page went. */
export interface Gathered {
  /** Address of the page, on the screen only. */
  readonly address: string;
  /** Names of linked files that could not be fetched. */
  readonly missing: readonly string[];
}
