import { bytesOf, join } from './words.ts';

const from = (base64: string): Uint8Array => bytesOf(atob(base64));

/** The smallest pictures of each kind: they are recognised by their first bytes, and nobody decodes them here. */
export const pictures: Readonly<Record<string, Uint8Array>> = {
  png: from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  ),
  gif: from('R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs='),
  jpg: join(bytesOf('\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0'), bytesOf('\xff\xd9')),
  bmp: join(
    bytesOf('BM:\0\0\0\0\0\0\x006\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18\0'),
    new Uint8Array(28),
  ),
  webp: from('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=='),
  tiff: bytesOf('II*\0\x08\0\0\0\0\0\0\0\0\0'),
  heic: bytesOf('\0\0\0\x18ftypheic\0\0\0\0mif1heic'),
};
