import type { Level } from '../engine/types.ts';
import type { GreyImage } from './types.ts';
import { weights as packed } from './word-net-data.ts';

/** The picture the network looks at, in pixels: stretched to this size whatever its shape was. */
export const WIDTH = 72;
export const HEIGHT = 24;

/** What the network tells apart, in the order of its answers. */
const CLASSES = ['other', 'mat', 'toi-mat', 'tuyet-mat'] as const satisfies readonly ('other' | Level)[];

/** One layer that slides over the picture; sizes in pixels, channels innermost. */
interface Slide {
  readonly side: number;
  readonly step: number;
  readonly from: number;
  readonly to: number;
  readonly width: number;
  readonly height: number;
}

/** Three sliding layers, each at half the size of the one before. */
const SLIDES: readonly Slide[] = [
  { side: 5, step: 2, from: 1, to: 8, width: WIDTH, height: HEIGHT },
  { side: 3, step: 2, from: 8, to: 16, width: WIDTH / 2, height: HEIGHT / 2 },
  { side: 3, step: 2, from: 16, to: 24, width: WIDTH / 4, height: HEIGHT / 4 },
];
const FLAT = (WIDTH / 8) * (HEIGHT / 8) * 24;
/** Inputs of the first full layer: the last sliding layer and the shape of the region. */
const FULL_FROM = FLAT + 1;

/** The numbers of all layers: weights then biases, layer after layer. */
interface Weights {
  readonly slides: readonly { readonly weight: Float32Array; readonly bias: Float32Array }[];
  readonly full: { readonly weight: Float32Array; readonly bias: Float32Array };
  readonly last: { readonly weight: Float32Array; readonly bias: Float32Array };
}

let loaded: Weights | undefined;

/** Tells which of the three words stands in a crop of `WIDTH` × `HEIGHT`; `shape` is width by height of its region. */
export function tellWord(
  crop: GreyImage,
  shape: number,
): { level: Level | null; confidence: number; secret: number } {
  loaded ??= unpack(packed);
  const answers = softmax(run(loaded, toInput(crop), shapeInput(shape)));
  let best = 1;
  for (let i = 2; i < answers.length; i++) if (answers[i]! > answers[best]!) best = i;
  const secret = 1 - answers[0]!;
  const level = answers[best]! > answers[0]! ? (CLASSES[best] as Level) : null;
  return { level, confidence: Math.max(answers[best]!, answers[0]!), secret };
}

/** Ink as 1, paper as 0. */
function toInput({ data }: GreyImage): Float32Array {
  const out = new Float32Array(data.length);
  for (let i = 0; i < out.length; i++) out[i] = 1 - data[i]! / 255;
  return out;
}

/** The region's shape on a scale like the other inputs'. */
function shapeInput(shape: number): number {
  return Math.log2(shape) - 1.3;
}

function run(net: Weights, input: Float32Array, shape: number): Float32Array {
  let at = input;
  SLIDES.forEach((slide, i) => {
    at = slideOver(at, slide, net.slides[i]!.weight, net.slides[i]!.bias);
  });
  const flat = new Float32Array(FULL_FROM);
  flat.set(at);
  flat[FLAT] = shape;
  const middle = multiply(flat, net.full.weight, net.full.bias);
  for (let i = 0; i < middle.length; i++) if (middle[i]! < 0) middle[i] = 0;
  return multiply(middle, net.last.weight, net.last.bias);
}

/** One sliding layer with its rectifier. Weights lie as rows, columns, inputs, outputs; outputs come eight at a time. */
function slideOver(
  input: Float32Array,
  slide: Slide,
  weight: Float32Array,
  bias: Float32Array,
): Float32Array {
  const { side, step, from, to, width, height } = slide;
  const outWidth = width / step;
  const outHeight = height / step;
  const out = new Float32Array(outWidth * outHeight * to);
  const reach = side >> 1;
  for (let oy = 0, at = 0; oy < outHeight; oy++) {
    const top = Math.max(0, reach - oy * step);
    const bottom = Math.min(side, height - oy * step + reach);
    for (let ox = 0; ox < outWidth; ox++, at += to) {
      const left = Math.max(0, reach - ox * step);
      const right = Math.min(side, width - ox * step + reach);
      for (let first = 0; first < to; first += 8) {
        let a = bias[first]!;
        let b = bias[first + 1]!;
        let c = bias[first + 2]!;
        let d = bias[first + 3]!;
        let e = bias[first + 4]!;
        let f = bias[first + 5]!;
        let g = bias[first + 6]!;
        let h = bias[first + 7]!;
        for (let ky = top; ky < bottom; ky++) {
          let source = ((oy * step + ky - reach) * width + ox * step + left - reach) * from;
          let row = (ky * side + left) * from * to + first;
          for (const end = source + (right - left) * from; source < end; source++, row += to) {
            const value = input[source]!;
            if (value === 0) continue;
            a += value * weight[row]!;
            b += value * weight[row + 1]!;
            c += value * weight[row + 2]!;
            d += value * weight[row + 3]!;
            e += value * weight[row + 4]!;
            f += value * weight[row + 5]!;
            g += value * weight[row + 6]!;
            h += value * weight[row + 7]!;
          }
        }
        const to8 = at + first;
        if (a > 0) out[to8] = a;
        if (b > 0) out[to8 + 1] = b;
        if (c > 0) out[to8 + 2] = c;
        if (d > 0) out[to8 + 3] = d;
        if (e > 0) out[to8 + 4] = e;
        if (f > 0) out[to8 + 5] = f;
        if (g > 0) out[to8 + 6] = g;
        if (h > 0) out[to8 + 7] = h;
      }
    }
  }
  return out;
}

/** One full layer. Weights lie as inputs, outputs. */
function multiply(input: Float32Array, weight: Float32Array, bias: Float32Array): Float32Array {
  const out = bias.slice();
  const to = out.length;
  for (let i = 0; i < input.length; i++) {
    const value = input[i]!;
    if (value === 0) continue;
    for (let o = 0; o < to; o++) out[o]! += value * weight[i * to + o]!;
  }
  return out;
}

function softmax(values: Float32Array): Float32Array {
  const most = Math.max(...values);
  const out = values.map((value) => Math.exp(value - most));
  const sum = out.reduce((total, value) => total + value, 0);
  return out.map((value) => value / sum);
}

/** Weights are kept as one byte each, with one scale for a layer's weights and plain numbers for its biases. */
export interface PackedLayer {
  readonly scale: number;
  readonly weight: string;
  readonly bias: readonly number[];
}

function unpack(layers: readonly PackedLayer[]): Weights {
  const all = layers.map(({ scale, weight, bias }) => {
    const bytes = Int8Array.from(atob(weight), (letter) => letter.charCodeAt(0));
    return { weight: Float32Array.from(bytes, (byte) => byte * scale), bias: Float32Array.from(bias) };
  });
  return { slides: all.slice(0, 3), full: all[3]!, last: all[4]! };
}
