import { pictureFormat } from '../picture-format.ts';

export const webp = pictureFormat('webp', 'image/webp', /^RIFF[\s\S]{4}WEBP/);
