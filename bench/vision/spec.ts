/** What one made page shows and what was done to it. Lengths on paper in millimetres, angles in degrees. */
export interface PageSpec {
  readonly seed: number;
  /** `photo-only`, `chat`, … need no paper. */
  readonly kind: 'letter' | 'report' | 'table' | 'form' | 'picture' | 'screenshot' | 'sheet';
  readonly bodyFont: string;
  readonly dpi: number;
  readonly marks: readonly MarkSpec[];
  readonly title: string;
  readonly redTitle: boolean;
  readonly agency: string;
  /** Whether a letter has its subject under the number instead of a title. */
  readonly about: boolean;
  readonly party: boolean;
  readonly disturbance: Disturbance;
}

export interface MarkSpec {
  readonly shape: 'frame' | 'double-frame' | 'plain' | 'seal';
  readonly words: string;
  /** Second line of the stamp; empty for none. */
  readonly below: string;
  readonly font: string;
  readonly weight: number;
  /** Type size in points. */
  readonly size: number;
  /** Extra space between letters in em. */
  readonly spacing: number;
  /** Centre on the paper. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly angle: number;
  readonly ink: string;
  readonly opacity: number;
  /** 0..1: share of ink that did not take. */
  readonly holes: number;
}

export interface Disturbance {
  readonly mode: 'digital' | 'scan' | 'photo' | 'screen' | 'copy';
  readonly angle: number;
  /** Corners moved, as a share of the page's width. */
  readonly perspective: number;
  readonly shadow: number;
  readonly blur: number;
  readonly noise: number;
  readonly tint: readonly [number, number, number];
  readonly moire: number;
  readonly contrast: number;
  /** JPEG quality 0..1, 0 = PNG. */
  readonly quality: number;
  /** Share of the picture that the page's width takes (photos). */
  readonly fill: number;
  /** How the page lies in the picture: degrees clockwise. */
  readonly turn: 0 | 90 | 180 | 270;
}

/** Where the words of a mark stand in the finished picture: corners clockwise from the first letter's top. */
export interface MarkTruth {
  readonly words: string;
  readonly corners: readonly (readonly [number, number])[];
}

export interface PageTruth {
  readonly file: string;
  readonly level: 'mat' | 'toi-mat' | 'tuyet-mat' | null;
  readonly marks: readonly MarkTruth[];
  readonly mode: Disturbance['mode'];
  readonly dpi: number;
  readonly turn: Disturbance['turn'];
  readonly kind: PageSpec['kind'];
  readonly font: string;
  readonly shape: string;
}
