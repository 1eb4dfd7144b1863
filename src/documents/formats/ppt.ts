import { compoundFormat } from '../compound-format.ts';

/** PowerPoint before 2007: all texts in the file, those of earlier saves too, properties, embedded objects. */
export const ppt = compoundFormat('ppt', 'application/vnd.ms-powerpoint');
