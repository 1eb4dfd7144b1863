import { openDocument } from '../open-document.ts';

/** OpenDocument presentations: slides, notes, masters, properties. */
export const odp = openDocument('odp', 'presentation');
