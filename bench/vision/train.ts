import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  FULL_FROM,
  FULL_TO,
  HEIGHT,
  multiply,
  type PackedLayer,
  SLIDES,
  type Slide,
  shapeInput,
  slideOver,
  softmax,
  WIDTH,
} from '../../src/vision/word-net.ts';
import { type Chance, chance } from './random.ts';

/**
 * Trains the network that tells the words of stamps: `train.ts CROPS EPOCHS OUT-FILE [FIRST]`. Without
 * `FIRST`, a file it wrote before, it starts from nothing. Same input, same output.
 */
const [cropFile, epochs, out, before] = process.argv.slice(2);
if (!cropFile || !out) throw new Error('train CROPS EPOCHS OUT-FILE');
const SIZE = WIDTH * HEIGHT;
const BATCH = 32;
const RATE = before ? 0.001 : 0.002;
const lot = chance(20261122);

class Layer {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
  readonly slopes: Float32Array;
  readonly biasSlopes: Float32Array;
  private readonly first: Float32Array;
  private readonly second: Float32Array;
  constructor(inputs: number, count: number, outputs: number) {
    const spread = Math.sqrt(2 / inputs);
    this.weight = Float32Array.from({ length: count }, () => gauss(lot) * spread);
    this.bias = new Float32Array(outputs);
    this.slopes = new Float32Array(count);
    this.biasSlopes = new Float32Array(outputs);
    this.first = new Float32Array(count + outputs);
    this.second = new Float32Array(count + outputs);
  }
  /** One step of Adam; `step` counts from 1. */
  learn(rate: number, step: number): void {
    const a = 1 - 0.9 ** step;
    const b = 1 - 0.999 ** step;
    const move = (values: Float32Array, slopes: Float32Array, from: number, decay: number) => {
      for (let i = 0; i < values.length; i++) {
        const slope = slopes[i]! / BATCH + decay * values[i]!;
        const m = 0.9 * this.first[from + i]! + 0.1 * slope;
        const v = 0.999 * this.second[from + i]! + 0.001 * slope * slope;
        this.first[from + i] = m;
        this.second[from + i] = v;
        values[i]! -= (rate * (m / a)) / (Math.sqrt(v / b) + 1e-8);
        slopes[i] = 0;
      }
    };
    move(this.weight, this.slopes, 0, 1e-4);
    move(this.bias, this.biasSlopes, this.weight.length, 0);
  }
}

const slides = SLIDES.map(({ side, from, to }) => new Layer(side * side * from, side * side * from * to, to));
const full = new Layer(FULL_FROM, FULL_FROM * FULL_TO, FULL_TO);
const last = new Layer(FULL_TO, FULL_TO * 4, 4);
const layers = [...slides, full, last];

if (before) {
  const { weights } = (await import(pathToFileURL(resolve(before)).href)) as { weights: PackedLayer[] };
  weights.forEach(({ scale, weight, bias }, i) => {
    const bytes = new Int8Array(Buffer.from(weight, 'base64'));
    layers[i]!.weight.set(Float32Array.from(bytes, (byte) => byte * scale));
    layers[i]!.bias.set(bias);
  });
}

const data = await readFile(cropFile);
const total = Math.floor(data.length / (SIZE + 2));
const byClass: number[][] = [[], [], [], []];
const held: number[] = [];
for (let i = 0; i < total; i++) {
  if (i >= total * 0.93) held.push(i);
  else byClass[data[i * (SIZE + 2)]!]!.push(i);
}
const perEpoch = Math.min(12_000, total * 2);
let step = 0;
for (let epoch = 0; epoch < Number(epochs); epoch++) {
  const rate = RATE * 0.5 * (1 + Math.cos((Math.PI * epoch) / Number(epochs))) + 2e-5;
  let loss = 0;
  for (let i = 0; i < perEpoch; i++) {
    const kind = lot.yes(0.55) ? 0 : lot.whole(1, 3);
    loss += learnOne(lot.pick(byClass[kind]!));
    if (i % BATCH === BATCH - 1) {
      step++;
      for (const layer of layers) layer.learn(rate, step);
    }
  }
  process.stdout.write(`epoch ${epoch + 1} loss ${(loss / perEpoch).toFixed(4)} ${check()}\n`);
  await writeFile(out, pack());
}

function input(index: number): { picture: Float32Array; shape: number; label: number } {
  const at = index * (SIZE + 2);
  const picture = new Float32Array(SIZE);
  for (let i = 0; i < SIZE; i++) picture[i] = 1 - data[at + 2 + i]! / 255;
  return { picture, shape: shapeInput(data[at + 1]! / 16), label: data[at]! };
}

function roughen(picture: Float32Array): Float32Array {
  const power = lot.between(0.6, 1.6);
  const noise = lot.yes(0.5) ? lot.between(0, 0.15) : 0;
  const dx = lot.whole(-2, 2);
  const dy = lot.whole(-1, 1);
  const faint = lot.yes(0.3) ? lot.between(0.6, 1) : 1;
  const out = new Float32Array(SIZE);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const from = clamp(y + dy, HEIGHT) * WIDTH + clamp(x + dx, WIDTH);
      const value = picture[from]! ** power * faint + (noise ? (lot.next() - 0.5) * noise : 0);
      out[y * WIDTH + x] = value < 0 ? 0 : Math.min(value, 1);
    }
  }
  if (lot.yes(0.25)) strike(out);
  return out;
}

/** A stroke, a spot without ink or a line of a frame. */
function strike(out: Float32Array): void {
  const value = lot.yes(0.5) ? 0 : lot.between(0.4, 1);
  const upright = lot.yes(0.3);
  const x0 = lot.whole(0, WIDTH - 3);
  const y0 = lot.whole(0, HEIGHT - 3);
  const width = upright ? lot.whole(1, 2) : lot.whole(3, value ? WIDTH : 8);
  const height = upright ? lot.whole(4, HEIGHT) : lot.whole(1, value ? 2 : 6);
  for (let y = y0; y < Math.min(HEIGHT, y0 + height); y++) {
    for (let x = x0; x < Math.min(WIDTH, x0 + width); x++) out[y * WIDTH + x] = value;
  }
}

function learnOne(index: number): number {
  const { picture, shape, label } = input(index);
  const stages = [roughen(picture)];
  SLIDES.forEach((slide, i) => {
    stages.push(slideOver(stages[i]!, slide, slides[i]!.weight, slides[i]!.bias));
  });
  const flat = new Float32Array(FULL_FROM);
  flat.set(stages[3]!);
  for (let i = 0; i < FULL_FROM - 1; i++) if (lot.next() < 0.15) flat[i] = 0;
  flat[FULL_FROM - 1] = shape;
  const middle = multiply(flat, full.weight, full.bias);
  for (let i = 0; i < FULL_TO; i++) if (middle[i]! < 0) middle[i] = 0;
  const answers = softmax(multiply(middle, last.weight, last.bias));
  const loss = -Math.log(answers[label]! + 1e-9);
  const wrong = answers.map((value, i) => value - (i === label ? 0.985 : 0.005));
  const middleWrong = multiplyBack(middle, last, wrong);
  const flatWrong = multiplyBack(flat, full, middleWrong);
  let back: Float32Array = flatWrong.subarray(0, FULL_FROM - 1);
  for (let i = 2; i >= 0; i--)
    back = slideBack(stages[i]!, stages[i + 1]!, SLIDES[i]!, slides[i]!, back, i > 0);
  return loss;
}

function multiplyBack(from: Float32Array, layer: Layer, wrong: Float32Array): Float32Array {
  const to = wrong.length;
  const out = new Float32Array(from.length);
  for (let o = 0; o < to; o++) layer.biasSlopes[o]! += wrong[o]!;
  for (let i = 0; i < from.length; i++) {
    const value = from[i]!;
    if (value === 0) continue;
    let sum = 0;
    for (let o = 0; o < to; o++) {
      layer.slopes[i * to + o]! += value * wrong[o]!;
      sum += wrong[o]! * layer.weight[i * to + o]!;
    }
    // An input that the rectifier or the drop-out set to 0 passes nothing back.
    out[i] = sum;
  }
  return out;
}

function slideBack(
  from: Float32Array,
  to: Float32Array,
  slide: Slide,
  layer: Layer,
  wrong: Float32Array,
  further: boolean,
): Float32Array {
  const out = new Float32Array(further ? from.length : 0);
  const reach = slide.side >> 1;
  const outWidth = slide.width / slide.step;
  const active = new Int32Array(slide.to);
  for (let oy = 0, at = 0; oy < slide.height / slide.step; oy++) {
    for (let ox = 0; ox < outWidth; ox++, at += slide.to) {
      let many = 0;
      for (let o = 0; o < slide.to; o++) {
        if (to[at + o]! > 0 && wrong[at + o] !== 0) {
          active[many++] = o;
          layer.biasSlopes[o]! += wrong[at + o]!;
        }
      }
      if (many === 0) continue;
      for (let ky = 0; ky < slide.side; ky++) {
        const y = oy * slide.step + ky - reach;
        if (y < 0 || y >= slide.height) continue;
        for (let kx = 0; kx < slide.side; kx++) {
          const x = ox * slide.step + kx - reach;
          if (x < 0 || x >= slide.width) continue;
          const source = (y * slide.width + x) * slide.from;
          const row = (ky * slide.side + kx) * slide.from * slide.to;
          for (let i = 0; i < slide.from; i++) {
            const value = from[source + i]!;
            if (value === 0) continue;
            const first = row + i * slide.to;
            let sum = 0;
            for (let k = 0; k < many; k++) {
              const o = active[k]!;
              layer.slopes[first + o]! += value * wrong[at + o]!;
              sum += wrong[at + o]! * layer.weight[first + o]!;
            }
            if (further) out[source + i]! += sum;
          }
        }
      }
    }
  }
  return out;
}

/** Right answers on the crops that are not learnt from. */
function check(): string {
  let right = 0;
  let secret = 0;
  let found = 0;
  let wrong = 0;
  for (const index of held) {
    const { picture, shape, label } = input(index);
    let at = picture;
    SLIDES.forEach((slide, i) => {
      at = slideOver(at, slide, slides[i]!.weight, slides[i]!.bias);
    });
    const flat = new Float32Array(FULL_FROM);
    flat.set(at);
    flat[FULL_FROM - 1] = shape;
    const middle = multiply(flat, full.weight, full.bias).map((value) => Math.max(0, value));
    const answers = multiply(middle, last.weight, last.bias);
    const best = answers.indexOf(Math.max(...answers));
    if (best === label) right++;
    if (label > 0) secret++;
    if (label > 0 && best === label) found++;
    if (label === 0 && best > 0) wrong++;
  }
  return `right ${right}/${held.length} found ${found}/${secret} false ${wrong}/${held.length - secret}`;
}

function pack(): string {
  const packed = layers.map(({ weight, bias }) => {
    const scale = weight.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127;
    const bytes = Int8Array.from(weight, (value) => Math.round(value / scale));
    return {
      scale: Number(scale.toPrecision(6)),
      weight: Buffer.from(bytes.buffer).toString('base64'),
      bias: Array.from(bias, (value) => Number(value.toPrecision(4))),
    };
  });
  return `import type { PackedLayer } from './word-net.ts';

/**
 * Made by bench/vision/train.ts from pages drawn by bench/vision/make-set.ts with the free fonts in its first half
 * (bench/vision/words.ts). Do not edit.
 */
// biome-ignore format: data
export const weights: readonly PackedLayer[] = ${JSON.stringify(packed)};
`;
}

function clamp(value: number, size: number): number {
  return value < 0 ? 0 : value >= size ? size - 1 : value;
}

function gauss(from: Chance): number {
  return Math.sqrt(-2 * Math.log(from.next() + 1e-12)) * Math.cos(2 * Math.PI * from.next());
}
