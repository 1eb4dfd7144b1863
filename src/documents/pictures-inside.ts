/** How pictures of points begin: PNG, JPEG. */
const SIGNATURES = [
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  [0xff, 0xd8, 0xff],
] as const;
/** Bytes in which a picture can hold a word that a person reads. */
const SMALLEST = 512;

/** The pictures in a stream of records, each from its first byte to the next picture or the end. */
export function findPictures(stream: Uint8Array): Uint8Array[] {
  const starts = SIGNATURES.flatMap((signature) => [...placesOf(stream, signature)]).sort((a, b) => a - b);
  return starts
    .map((start, index) => stream.subarray(start, starts[index + 1]))
    .filter((picture) => picture.length >= SMALLEST);
}

function* placesOf(stream: Uint8Array, signature: readonly number[]): Generator<number> {
  const first = signature[0] as number;
  for (let at = stream.indexOf(first); at >= 0; at = stream.indexOf(first, at + 1)) {
    if (signature.every((byte, index) => stream[at + index] === byte) && isPicture(stream, at)) yield at;
  }
}

/** The marker behind the first of a JPEG is one of few; three bytes alone turn up by chance. */
function isPicture(stream: Uint8Array, at: number): boolean {
  const marker = stream[at + 3] as number;
  return stream[at] !== 0xff || marker === 0xdb || (marker >= 0xe0 && marker <= 0xef) || marker === 0xc0;
}
