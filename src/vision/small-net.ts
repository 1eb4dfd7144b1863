/** One layer that slides over the picture; sizes in pixels, channels innermost, a multiple of eight of them out. */
interface Slide {
  /** What the last picture gave, written again for each. */
  readonly out: Float64Array;
  readonly side: number;
  readonly step: number;
  readonly from: number;
  readonly to: number;
  readonly width: number;
  readonly height: number;
}

/** A network of sliding layers, each at half the size of the one before, and two full ones. */
export interface SmallNet {
  readonly slides: readonly (Slide & Layer)[];
  readonly full: Layer;
  readonly last: Layer;
}

interface Layer {
  readonly weight: Float64Array;
  readonly bias: Float64Array;
}

/** Weights are kept as one byte each, with one scale for a layer's weights and plain numbers for its biases. */
export interface PackedLayer {
  readonly scale: number;
  readonly weight: string;
  readonly bias: readonly number[];
}

/** Unpacks a network for pictures of `width` × `height` with so many channels; the first layer's side is 5, the others' 3. */
export function unpackNet(
  packed: readonly PackedLayer[],
  width: number,
  height: number,
  channels: number,
): SmallNet {
  const layers = packed.map(unpackLayer);
  let from = channels;
  const slides = layers.slice(0, -2).map((layer, i) => {
    const to = layer.bias.length;
    const slide = {
      out: new Float64Array((width >> (i + 1)) * (height >> (i + 1)) * to),
      side: i === 0 ? 5 : 3,
      step: 2,
      from,
      to,
      width: width >> i,
      height: height >> i,
      ...layer,
    };
    from = to;
    return slide;
  });
  return { slides, full: layers[layers.length - 2]!, last: layers[layers.length - 1]! };
}

/** The shares of each answer; `shape` is width by height of the region, told to the first full layer. */
export function ask(net: SmallNet, picture: Float64Array, shape: number): Float64Array {
  let at = picture;
  for (const slide of net.slides) at = slideOver(at, slide);
  const flat = new Float64Array(at.length + 1);
  flat.set(at);
  // On a scale like the other inputs'.
  flat[at.length] = Math.log2(shape) - 1.3;
  const middle = multiply(flat, net.full);
  for (let i = 0; i < middle.length; i++) if (middle[i]! < 0) middle[i] = 0;
  return softmax(multiply(middle, net.last));
}

/** Ink as 1, paper as 0. */
export function toInput(bytes: Uint8Array): Float64Array {
  const out = new Float64Array(bytes.length);
  for (let i = 0; i < out.length; i++) out[i] = 1 - bytes[i]! / 255;
  return out;
}

/** One sliding layer with its rectifier. Weights lie as rows, columns, inputs, outputs; outputs come eight at a time. */
function slideOver(input: Float64Array, slide: Slide & Layer): Float64Array {
  const { out, side, step, from, to, width, height, weight, bias } = slide;
  const outWidth = width / step;
  const outHeight = height / step;
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
        out[to8] = a > 0 ? a : 0;
        out[to8 + 1] = b > 0 ? b : 0;
        out[to8 + 2] = c > 0 ? c : 0;
        out[to8 + 3] = d > 0 ? d : 0;
        out[to8 + 4] = e > 0 ? e : 0;
        out[to8 + 5] = f > 0 ? f : 0;
        out[to8 + 6] = g > 0 ? g : 0;
        out[to8 + 7] = h > 0 ? h : 0;
      }
    }
  }
  return out;
}

/** One full layer. Weights lie as inputs, outputs. */
function multiply(input: Float64Array, { weight, bias }: Layer): Float64Array {
  const out = bias.slice();
  const to = out.length;
  for (let i = 0; i < input.length; i++) {
    const value = input[i]!;
    if (value === 0) continue;
    for (let o = 0; o < to; o++) out[o]! += value * weight[i * to + o]!;
  }
  return out;
}

function softmax(values: Float64Array): Float64Array {
  const most = Math.max(...values);
  const out = values.map((value) => Math.exp(value - most));
  const sum = out.reduce((total, value) => total + value, 0);
  return out.map((value) => value / sum);
}

function unpackLayer({ scale, weight, bias }: PackedLayer): Layer {
  const letters = atob(weight);
  const weights = new Float64Array(letters.length);
  // Signed bytes.
  for (let i = 0; i < letters.length; i++) weights[i] = ((letters.charCodeAt(i) << 24) >> 24) * scale;
  return { weight: weights, bias: Float64Array.from(bias) };
}
