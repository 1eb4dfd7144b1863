/** pdf.js ships no types for these builds: the first is the library of `pdfjs-dist`, the second only sets itself up. */
declare module 'pdfjs-dist/legacy/build/pdf.min.mjs';
declare module 'pdfjs-dist/legacy/build/pdf.worker.min.mjs';
