import type { Format } from './format.ts';

/** A picture of points, known by how it begins (a pattern over Latin-1 letters): one image part, for somebody else to read. */
export function pictureFormat(id: string, mediaType: string, start: RegExp): Format {
  return {
    id,
    mediaType,
    matches: ({ head }) => start.test(head),
    *extract({ bytes }) {
      yield { kind: 'image', bytes, where: 'image' };
    },
  };
}
