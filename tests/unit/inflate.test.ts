import { deflateSync, gzipSync, strToU8, zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { inflateAtMost, inflatePieces } from '../../src/unpacking/inflate.ts';

const words = strToU8('đơn vị '.repeat(5000));

describe('unpacking into room', () => {
  it('gives all of a shorter stream', () => {
    expect(inflateAtMost(zlibSync(words), words.length + 1, 'zlib')).toEqual(words);
    expect(inflateAtMost(gzipSync(words), words.length, 'gzip')).toEqual(words);
  });

  it('ends with the room: what follows is not looked at, even if it is damaged', () => {
    const packed = zlibSync(words, { level: 0 });
    packed.fill(0xff, packed.length / 2);
    expect(inflateAtMost(packed, 100, 'zlib')).toEqual(words.subarray(0, 100));
    expect(() => inflateAtMost(packed, words.length + 1, 'zlib')).toThrow('unpacking failed');
  });

  it('gives pieces of the same bytes', () => {
    const packed = deflateSync(words);
    const pieces = [...inflatePieces(packed)].map((piece) => piece.length);
    expect(pieces.reduce((sum, length) => sum + length, 0)).toBe(words.length);
    let at = 0;
    for (const piece of inflatePieces(packed)) {
      expect(piece).toEqual(words.subarray(at, at + piece.length));
      at += piece.length;
    }
    expect(() => [...inflatePieces(packed.subarray(0, -9))]).toThrow('unpacking failed');
  });

  it('says when a stream is cut', () => {
    const packed = zlibSync(words);
    expect(() => inflateAtMost(packed.subarray(0, -20), words.length + 1, 'zlib')).toThrow(
      'unpacking failed',
    );
  });
});
