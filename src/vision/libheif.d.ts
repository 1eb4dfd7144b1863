/** The part of libheif that is used. */
declare module 'libheif-js/libheif-wasm/libheif-bundle.mjs' {
  export interface HeifImage {
    get_width(): number;
    get_height(): number;
    /** Fills `data` with RGBA and hands the target back; null when the picture cannot be decoded. */
    display(
      target: { width: number; height: number; data: Uint8ClampedArray },
      done: (filled: object | null) => void,
    ): void;
    free(): void;
  }
  export interface Library {
    readonly HeifDecoder: new () => { decode(file: Uint8Array): HeifImage[] };
  }
  const start: () => Library | Promise<Library>;
  export default start;
}
