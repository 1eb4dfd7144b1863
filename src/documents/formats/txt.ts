import type { Budget } from '../budget.ts';
import type { Format } from '../format.ts';
import type { Probe } from '../probe.ts';
import { decodeText, looksLikeText } from '../text-encoding.ts';
import type { Part } from '../types.ts';

/** Plain text and CSV in UTF-8, UTF-16 or a legacy Vietnamese encoding. Matches last: everything else is asked first. */
export const txt: Format = {
  id: 'txt',
  mediaType: 'text/plain',
  matches: (probe) => looksLikeText(probe.bytes),
  *extract(probe: Probe, budget: Budget): Generator<Part> {
    budget.checkTime();
    for (const reading of decodeText(probe.bytes)) {
      yield { kind: 'text', text: reading, place: 'body', where: 'text' };
    }
  },
};
