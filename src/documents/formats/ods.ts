import { openDocument } from '../open-document.ts';

/** OpenDocument sheets: cells of all sheets, hidden ones too, page headers, notes, properties. */
export const ods = openDocument('ods', 'spreadsheet');
