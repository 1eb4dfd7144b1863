import { checkpointSchema } from '../incidents/schema.ts';
import { readLogAnchor, writeLogAnchor } from '../platform/log-anchor.ts';
import type { Anchor } from './incident-store.ts';

/** The newest checkpoint in the extension's storage, which is not the log's database. */
export const logAnchor: Anchor = {
  async read() {
    const parsed = checkpointSchema.safeParse(await readLogAnchor());
    return parsed.success ? parsed.data : null;
  },
  write: writeLogAnchor,
};
