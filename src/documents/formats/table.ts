import type { Format } from '../format.ts';
import { csv } from './csv.ts';
import { docx } from './docx.ts';
import { html } from './html.ts';
import { pdf } from './pdf.ts';
import { txt } from './txt.ts';
import { zip } from './zip.ts';

/** Every format there is, asked in this order. A new format is one file and one line here. */
export const formats: readonly Format[] = [pdf, docx, zip, html, csv, txt];
