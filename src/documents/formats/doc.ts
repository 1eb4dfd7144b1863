import { compoundFormat } from '../compound-format.ts';

/** Word before 2007: body, headers, boxes, notes, comments, properties, embedded objects. */
export const doc = compoundFormat('doc', 'application/msword');
