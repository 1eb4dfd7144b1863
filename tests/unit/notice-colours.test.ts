import { describe, expect, it } from 'vitest';
import { tokens } from '../../src/ui/tokens.ts';

type Rgb = readonly [number, number, number];

function parse(colour: string): Rgb {
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** WCAG 2 contrast ratio. */
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(parse(a)), luminance(parse(b))].sort((x, y) => x - y);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

function coloursOf(block: string): Record<string, string> {
  return Object.fromEntries([...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6})/g)].map((m) => [m[1], m[2]]));
}

const [light = '', dark = ''] = tokens.split('@media');
const PAIRS: readonly (readonly [ink: string, ground: string])[] = [
  ...['ink', 'quiet', 'leaf', 'stop', 'care'].flatMap((ink) => [
    [ink, 'paper'] as const,
    [ink, 'sheet'] as const,
  ]),
  ['quiet', 'leaf-soft'],
  ['ink', 'stop-soft'],
  ['leaf', 'leaf-soft'],
  ['stop', 'stop-soft'],
  ['care', 'care-soft'],
  ['on-leaf', 'leaf'],
  ['on-found', 'found'],
];

describe.each([
  ['light', coloursOf(light)],
  ['dark', coloursOf(dark)],
])('in %s colours', (_name, colours) => {
  it.each(PAIRS)('%s on %s has at least 4.5:1', (ink, ground) => {
    expect(contrast(colours[ink] ?? '', colours[ground] ?? '')).toBeGreaterThanOrEqual(4.5);
  });
});
