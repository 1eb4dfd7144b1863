import { pictureFormat } from '../picture-format.ts';

export const jpg = pictureFormat('jpg', 'image/jpeg', /^\xff\xd8\xff/);
