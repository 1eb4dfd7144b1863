import { decodeInBrowser } from '../vision/decode.ts';
import type { Region } from '../vision/types.ts';

/** Pixels of the longer side. */
const LONGEST = 320;
/** How much of a region's own size is shown around it. */
const MARGIN = 0.6;

/**
 * A small PNG of one place of a picture with something around it, for the screen only. `region` is in the pixels that the
 * reader of pictures saw; without one the whole picture is drawn. Null when it cannot be drawn.
 */
export async function drawRegion(bytes: Uint8Array, region: Region | null): Promise<Blob | null> {
  try {
    const { width, height, data } = await decodeInBrowser(bytes);
    const box = boxAround(region, width, height);
    const whole = new OffscreenCanvas(width, height);
    whole.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(data), width), 0, 0);
    const scale = Math.min(1, LONGEST / Math.max(box.width, box.height));
    const small = new OffscreenCanvas(Math.ceil(box.width * scale), Math.ceil(box.height * scale));
    const pen = small.getContext('2d');
    if (!pen) return null;
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(whole, box.x, box.y, box.width, box.height, 0, 0, small.width, small.height);
    return await small.convertToBlob({ type: 'image/png' });
  } catch {
    return null;
  }
}

/** The upright box around a turned region with its margin, within the picture. */
function boxAround(region: Region | null, width: number, height: number) {
  if (!region) return { x: 0, y: 0, width, height };
  const cos = Math.abs(Math.cos(region.angle));
  const sin = Math.abs(Math.sin(region.angle));
  const margin = MARGIN * region.height;
  const halfWidth = (region.width * cos + region.height * sin) / 2 + margin;
  const halfHeight = (region.width * sin + region.height * cos) / 2 + margin;
  const x = Math.max(0, region.x - halfWidth);
  const y = Math.max(0, region.y - halfHeight);
  return {
    x,
    y,
    width: Math.max(1, Math.min(width, region.x + halfWidth) - x),
    height: Math.max(1, Math.min(height, region.y + halfHeight) - y),
  };
}
