import type { Pixels } from '../../src/vision/types.ts';

/** A white picture that tests draw on. */
export interface Canvas extends Pixels {
  readonly data: Uint8Array;
}

export function paper(width: number, height: number): Canvas {
  return { width, height, data: new Uint8Array(width * height * 4).fill(255) };
}

export type Colour = readonly [number, number, number];
export const RED: Colour = [205, 30, 45];
export const BLACK: Colour = [20, 20, 20];

export function fillBox(
  on: Canvas,
  x: number,
  y: number,
  width: number,
  height: number,
  colour: Colour,
): void {
  for (let row = Math.max(0, y); row < Math.min(on.height, y + height); row++) {
    for (let column = Math.max(0, x); column < Math.min(on.width, x + width); column++) {
      on.data.set(colour, (row * on.width + column) * 4);
    }
  }
}

export function frame(on: Canvas, x: number, y: number, width: number, height: number, colour: Colour): void {
  fillBox(on, x, y, width, 2, colour);
  fillBox(on, x, y + height - 2, width, 2, colour);
  fillBox(on, x, y, 2, height, colour);
  fillBox(on, x + width - 2, y, 2, height, colour);
}

/** Letters of seven strokes by ten, one string a row; enough for the network to know the word. */
const LETTERS: Readonly<Record<string, readonly string[]>> = {
  M: ['#.....#', '##...##', '###.###', '#.###.#', '#..#..#', '#.....#', '#.....#'],
  A: ['...#...', '..###..', '..#.#..', '.##.##.', '.#####.', '##...##', '#.....#'],
  T: ['#######', '#######', '...#...', '...#...', '...#...', '...#...', '...#...'],
  H: ['#.....#', '#.....#', '#######', '#######', '#.....#', '#.....#', '#.....#'],
  O: ['.#####.', '##...##', '#.....#', '#.....#', '#.....#', '##...##', '.#####.'],
  ' ': ['', '', '', '', '', '', ''],
};

/** Draws block letters; returns the width drawn. */
export function write(
  on: Canvas,
  words: string,
  x: number,
  y: number,
  scale: number,
  colour: Colour,
): number {
  let at = x;
  for (const letter of words) {
    (LETTERS[letter] ?? []).forEach((row, dy) => {
      [...row].forEach((dot, dx) => {
        if (dot === '#') fillBox(on, at + dx * scale, y + dy * scale, scale, scale, colour);
      });
    });
    at += (letter === ' ' ? 4 : 9) * scale;
  }
  return at - x;
}
