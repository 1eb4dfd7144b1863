/** pdf.js ships no types for this build of its library. */
declare module 'pdfjs-dist/legacy/build/pdf.min.mjs';

/** pdf.js's worker, which sets itself up when it is loaded, with bounds of our own (scripts/bound-pdfjs.ts). */
declare module '*/pdf-worker.js' {
  /** What it asks before it goes on: an error stops it, though it may keep the error to itself. */
  export interface Bounds {
    tooMany(detail: string): void;
    /** Bytes more for a stream that is unpacked, and what the stream takes with them. */
    unpacking(more: number, inAll: number): void;
    /** An error ends a drawing and is kept: what would follow is not read. */
    cut(): void;
  }
  export function setBounds(bounds: Bounds): void;
}
