import { openDocument } from '../open-document.ts';

/** OpenDocument texts: body, headers, boxes, notes, tables, deleted text, properties. */
export const odt = openDocument('odt', 'text');
