import type { Format } from '../format.ts';

/** How pictures begin, as a pattern over Latin-1 letters. */
const kinds: readonly (readonly [id: string, mediaType: string, head: RegExp])[] = [
  ['png', 'image/png', /^\x89PNG\r\n/],
  ['jpg', 'image/jpeg', /^\xff\xd8\xff/],
  ['gif', 'image/gif', /^GIF8[79]a/],
  ['bmp', 'image/bmp', /^BM[\s\S]{4}\0{4}/],
  ['webp', 'image/webp', /^RIFF[\s\S]{4}WEBP/],
  ['tiff', 'image/tiff', /^(?:II[*+]\0|MM\0[*+])/],
  ['heic', 'image/heic', /^[\s\S]{4}ftyp(?:hei[cmsx]|hev[cmx]|mif1|msf1|avif|avis)/],
];

/** Pictures: one image part each, whose words somebody else reads. */
export const images: readonly Format[] = kinds.map(([id, mediaType, pattern]) => ({
  id,
  mediaType,
  matches: ({ head }) => pattern.test(head),
  *extract({ bytes }) {
    yield { kind: 'image', bytes, where: 'image' };
  },
}));
