import { pictureFormat } from '../picture-format.ts';

export const tiff = pictureFormat('tiff', 'image/tiff', /^(?:II[*+]\0|MM\0[*+])/);
