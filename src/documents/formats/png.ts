import { pictureFormat } from '../picture-format.ts';

export const png = pictureFormat('png', 'image/png', /^\x89PNG\r\n/);
