import type { Region } from '../../src/vision/types.ts';
import type { MarkTruth } from './spec.ts';
import { levels } from './words.ts';

/**
 * What a place is to the first look, which sees the words alone, and to the second, which sees what stands around them: 0
 * other words, or words that do not stand upright; 1..3 a level; 4 the second word of a higher level; null what neither
 * can be blamed for.
 */
export interface Labels {
  readonly whole: number | null;
  readonly around: number | null;
}

export function labelPlace(region: Region, marks: readonly MarkTruth[]): Labels {
  for (const mark of marks) {
    const [a, b, c, d] = mark.corners as [Corner, Corner, Corner, Corner];
    const width = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const height = Math.hypot(d[0] - a[0], d[1] - a[1]);
    const dx = region.x - (a[0] + c[0]) / 2;
    const dy = region.y - (a[1] + c[1]) / 2;
    const off = Math.hypot(dx, dy);
    if (off > width * 0.6 + region.width / 2) continue;
    const angle = Math.atan2(b[1] - a[1], b[0] - a[0]);
    if (Math.abs(Math.sin((region.angle - angle) / 2)) > 0.3) return { whole: 0, around: 0 };
    const level = levels.findIndex(([, words]) => words === mark.words) + 1;
    const ratio = region.width / width;
    const whole = off < height * 0.45 && ratio > 0.86 && ratio < 1.3;
    const high = region.height > height * 0.7 && region.height < height * 2.2;
    if (level > 0 && whole) return high ? { whole: level, around: level } : { whole: null, around: null };
    if (level > 0) {
      const u = dx * Math.cos(angle) + dy * Math.sin(angle);
      const v = dy * Math.cos(angle) - dx * Math.sin(angle);
      const atEnd = Math.abs(u + region.width / 2 - width / 2) < height * 0.4;
      const second = level > 1 && atEnd && u - region.width / 2 > height * 0.6 - width / 2;
      if (second && high && Math.abs(v) < height * 0.35) return { whole: null, around: 4 };
      return { whole: null, around: Math.abs(v) < height * 0.6 && ratio < 0.6 && off < width ? 0 : null };
    }
    if (mark.words.includes('MẬT') && !whole) return { whole: null, around: 0 };
  }
  return { whole: 0, around: 0 };
}

type Corner = readonly [number, number];
