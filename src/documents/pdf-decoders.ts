import { bytesOfBase64 } from './base64.ts';

/** The decoders of pdf.js for what scanners pack pages with, by the names it asks for. */
const FILES: Readonly<Record<string, () => Promise<{ default: string }>>> = {
  'jbig2.wasm': () => import('pdfjs-dist/wasm/jbig2.wasm?url&inline'),
  'openjpeg.wasm': () => import('pdfjs-dist/wasm/openjpeg.wasm?url&inline'),
};

/** Hands pdf.js its decoders of JBIG2, fax and JPEG 2000 pictures from the bundle: nothing is fetched. */
export class BundledDecoders {
  /** Called by pdf.js under this name. */
  readonly fetch = async ({ filename }: { readonly filename: string }): Promise<Uint8Array> => {
    const load = FILES[filename];
    if (!load) throw new Error(`no ${filename}`);
    const { default: file } = await load();
    return bytesOfBase64(file);
  };
}
