import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

// `node tests/vision/build-tiffs.ts`: writes one small page as TIFFs of all kinds that are read, with ImageMagick and
// libtiff's tools (a test-time need alone), and as the PNGs that they must look like.

const FOLDER = join(import.meta.dirname, 'tiffs');
const DRAWN = join(import.meta.dirname, 'fixtures/tuyet-mat-photo.png');
const path = (name: string) => join(FOLDER, name);

const convert = (from: string, to: string, ...options: string[]) =>
  execFileSync('convert', [path(from), ...options, '-strip', path(to)]);
const pack = (from: string, to: string, ...options: string[]) =>
  execFileSync('tiffcp', [...options, path(from), path(to)]);

execFileSync('convert', [DRAWN, '-resize', '150x', '-strip', path('colour.png')]);
convert('colour.png', 'letters.png', '-colorspace', 'Gray', '-threshold', '55%');
convert('colour.png', 'grey.png', '-colorspace', 'Gray', '-depth', '4');

convert('letters.png', 'letters-t6.tif', '-monochrome', '-compress', 'Group4');
pack('letters-t6.tif', 'letters-t6-strips.tif', '-c', 'g4', '-r', '13');
pack('letters-t6.tif', 'letters-t6-last-bit-first.tif', '-c', 'g4', '-f', 'lsb2msb');
pack('letters-t6.tif', 'letters-t4.tif', '-c', 'g3');
pack('letters-t6.tif', 'letters-t4-fill.tif', '-c', 'g3:fill');
pack('letters-t6.tif', 'letters-t4-2d.tif', '-c', 'g3:2d');
pack('letters-t6.tif', 'letters-bits.tif', '-c', 'packbits', '-B');
pack('letters-t6.tif', 'letters-tiles.tif', '-c', 'g4', '-t', '-w', '64', '-l', '32');

convert('grey.png', 'grey-jpeg.tif', '-compress', 'JPEG');
convert('grey.png', 'grey-4-bits.tif', '-depth', '4', '-compress', 'Zip');
convert('colour.png', 'colour-lzw.tif', '-compress', 'LZW');
pack('colour-lzw.tif', 'colour-differences.tif', '-c', 'lzw:2', '-r', '20');
pack('colour-lzw.tif', 'colour-apart.tif', '-c', 'zip', '-p', 'separate');
pack('colour-lzw.tif', 'colour-tiles.tif', '-c', 'none', '-t', '-w', '48', '-l', '48');
pack('colour-lzw.tif', 'colour-jpeg-strips.tif', '-c', 'jpeg:100', '-r', '16');
pack('colour-lzw.tif', 'colour-jpeg-tiles.tif', '-c', 'jpeg:100', '-t', '-w', '64', '-l', '64');
convert('colour.png', 'colour-jpeg-as-it-stands.tif', '-quality', '100', '-compress', 'JPEG');
convert('colour.png', 'colour-16-bits.tif', '-depth', '16', '-compress', 'LZW');
pack('colour-16-bits.tif', 'colour-16-bits-other-order.tif', '-B', '-c', 'zip:2');
convert('colour.png', 'colour-cmyk.tif', '-colorspace', 'CMYK', '-compress', 'LZW');
convert('colour.png', 'colour-turned.tif', '-rotate', '-90', '-orient', 'RightTop', '-compress', 'LZW');
convert('colour.png', 'colour-clear.tif', '-alpha', 'set', '-compress', 'LZW');
