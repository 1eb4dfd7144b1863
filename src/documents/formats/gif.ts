import { pictureFormat } from '../picture-format.ts';

export const gif = pictureFormat('gif', 'image/gif', /^GIF8[79]a/);
