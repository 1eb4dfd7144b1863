/** The part of UTIF that is used. Sizes stand in tags 256 and 257 before a page is decoded. */
declare module 'utif2' {
  export interface Page {
    readonly t256?: readonly number[];
    readonly t257?: readonly number[];
  }
  export const decode: {
    (file: ArrayBuffer): Page[];
    _decodeLZW(data: Uint8Array, from: number, length: number, room: Uint8Array, to: number): number;
  };
  export function decodeImage(file: ArrayBuffer, page: Page): void;
  export function toRGBA8(page: Page): Uint8Array;
}
