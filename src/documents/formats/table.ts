import type { Format } from '../format.ts';
import { inPieces } from '../in-pieces.ts';
import { sevenZip } from './7z.ts';
import { bmp } from './bmp.ts';
import { csv } from './csv.ts';
import { doc } from './doc.ts';
import { docx } from './docx.ts';
import { emf } from './emf.ts';
import { eml } from './eml.ts';
import { gif } from './gif.ts';
import { gz } from './gz.ts';
import { heic } from './heic.ts';
import { html } from './html.ts';
import { jpg } from './jpg.ts';
import { msg } from './msg.ts';
import { odp } from './odp.ts';
import { ods } from './ods.ts';
import { odt } from './odt.ts';
import { ole } from './ole.ts';
import { packedTar } from './packed-tar.ts';
import { pdf } from './pdf.ts';
import { png } from './png.ts';
import { ppt } from './ppt.ts';
import { pptx } from './pptx.ts';
import { rar } from './rar.ts';
import { rtf } from './rtf.ts';
import { svg } from './svg.ts';
import { tar } from './tar.ts';
import { tiff } from './tiff.ts';
import { txt } from './txt.ts';
import { webp } from './webp.ts';
import { wmf } from './wmf.ts';
import { xls } from './xls.ts';
import { xlsx } from './xlsx.ts';
import { xml } from './xml.ts';
import { zip } from './zip.ts';

/** Every format there is, asked in this order. A new format is one file and one line here. */
export const formats: readonly Format[] = [
  ...[
    pdf,
    docx,
    xlsx,
    pptx,
    odt,
    ods,
    odp,
    zip,
    doc,
    xls,
    ppt,
    msg,
    ole,
    rtf,
    gz,
    tar,
    sevenZip,
    rar,
    packedTar,
  ],
  ...[png, jpg, gif, bmp, webp, tiff, heic, emf, wmf],
  ...[svg, eml, html, xml, csv, inPieces(txt)],
];
