import { compoundFormat } from '../compound-format.ts';

/** Excel before 2007: cells of all sheets, hidden ones too, page headers, boxes, properties, embedded objects. */
export const xls = compoundFormat('xls', 'application/vnd.ms-excel');
