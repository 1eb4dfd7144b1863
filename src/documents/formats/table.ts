import type { Format } from '../format.ts';
import { text } from './text.ts';

/** Every format there is, asked in this order. A new format is one file and one line here. */
export const formats: readonly Format[] = [text];
