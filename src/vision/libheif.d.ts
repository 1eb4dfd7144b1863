/** The part of libheif that is used. */
declare module 'libheif-js/libheif-wasm/libheif-bundle.mjs' {
  export interface HeifImage {
    readonly handle: object;
    get_width(): number;
    get_height(): number;
    /** Fills `data` with RGBA and hands the target back; null when the picture cannot be decoded. */
    display(
      target: { width: number; height: number; data: Uint8ClampedArray },
      done: (filled: object | null) => void,
    ): void;
    free(): void;
  }
  /** Rows of `stride` bytes, in the library's own memory. */
  export interface Plane {
    readonly width: number;
    readonly height: number;
    readonly stride: number;
    readonly bits_per_pixel: number;
    readonly data: Uint8Array;
  }
  export interface Library {
    readonly HeifDecoder: new () => { decode(file: Uint8Array): HeifImage[] };
    readonly heif_colorspace: { readonly heif_colorspace_YCbCr: object };
    readonly heif_chroma: { readonly heif_chroma_420: object };
    /** Brightness, blue and red; no channels where it cannot be decoded. */
    heif_js_decode_image2(
      handle: object,
      colours: object,
      chroma: object,
    ): Promise<{ readonly image: object; readonly channels?: readonly Plane[] }>;
    heif_image_release(image: object): void;
  }
  const start: () => Library | Promise<Library>;
  export default start;
}
