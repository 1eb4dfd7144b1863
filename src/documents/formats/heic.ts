import { pictureFormat } from '../picture-format.ts';

export const heic = pictureFormat(
  'heic',
  'image/heic',
  /^[\s\S]{4}ftyp(?:hei[cmsx]|hev[cmx]|mif1|msf1|avif|avis)/,
);
