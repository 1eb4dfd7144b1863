/** The part of libheif that is used. */
declare module 'libheif-js/libheif-wasm/libheif-bundle.mjs' {
  /** Rows of `stride` bytes, in the library's own memory. */
  export interface Plane {
    readonly width: number;
    readonly height: number;
    readonly stride: number;
    readonly bits_per_pixel: number;
    readonly data: Uint8Array;
  }
  export interface Library {
    readonly heif_error_code: { readonly heif_error_Ok: object };
    readonly heif_colorspace: {
      readonly heif_colorspace_YCbCr: object;
      readonly heif_colorspace_RGB: object;
    };
    readonly heif_chroma: {
      readonly heif_chroma_420: object;
      readonly heif_chroma_interleaved_RGBA: object;
    };
    heif_context_alloc(): object;
    heif_context_read_from_memory(context: object, file: Uint8Array): { readonly code: object };
    heif_js_context_get_list_of_top_level_image_IDs(context: object): readonly number[];
    /** An error has a `code`. */
    heif_js_context_get_image_handle(context: object, id: number): object;
    heif_image_handle_get_width(picture: object): number;
    heif_image_handle_get_height(picture: object): number;
    /** Brightness, blue and red, or all in one; no channels where it cannot be decoded. */
    heif_js_decode_image2(
      picture: object,
      colours: object,
      chroma: object,
    ): Promise<{ readonly channels?: readonly Plane[] }>;
  }
  const start: () => Library | Promise<Library>;
  export default start;
}
