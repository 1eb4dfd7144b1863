import { pictureFormat } from '../picture-format.ts';

export const bmp = pictureFormat('bmp', 'image/bmp', /^BM[\s\S]{4}\0{4}/);
