import type { Format } from '../format.ts';
import { doc, msg, ole, ppt, xls } from './compound.ts';
import { csv } from './csv.ts';
import { docx } from './docx.ts';
import { eml } from './eml.ts';
import { gz } from './gz.ts';
import { html } from './html.ts';
import { images } from './image.ts';
import { odp, ods, odt } from './odf.ts';
import { pdf } from './pdf.ts';
import { pptx } from './pptx.ts';
import { rtf } from './rtf.ts';
import { svg } from './svg.ts';
import { tar } from './tar.ts';
import { txt } from './txt.ts';
import { xlsx } from './xlsx.ts';
import { zip } from './zip.ts';

/** Every format there is, asked in this order. A new format is one file and one line here. */
export const formats: readonly Format[] = [
  ...[pdf, docx, xlsx, pptx, odt, ods, odp, zip, doc, xls, ppt, msg, ole, rtf, gz, tar],
  ...images,
  ...[svg, eml, html, csv, txt],
];
