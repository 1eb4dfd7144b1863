import policy from '../../.generated/policy.json' with { type: 'json' };
import sites from '../../.generated/sites.json' with { type: 'json' };
import verdictPolicy from '../../.generated/verdict-policy.json' with { type: 'json' };
import type { Policy, VerdictPolicy } from './policy.ts';

/** `rules/policy.default.yaml` and `rules/sites.yaml`: what applies where nobody has set anything else. */
export const bundledPolicy = policy as unknown as Policy;
/** The part of it that verdicts go by. */
export const bundledVerdictPolicy = verdictPolicy as unknown as VerdictPolicy;
export const bundledSites: readonly string[] = sites.hosts;
/** Those of them that are the unit's or the state's own systems. */
export const ownSites: readonly string[] = sites.own;
