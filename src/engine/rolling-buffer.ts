/** What an editor would hold with one more piece, and where the piece begins in it. */
export interface Joined {
  readonly text: string;
  readonly from: number;
}

/**
 * The tail of what recently went into one editor or chat, so that a marking split over pastes, lines or keystrokes is
 * still seen. Holds at most `reach` code units; the owner drops it with its editor.
 */
export class RollingBuffer {
  #tail = '';
  readonly #reach: number;
  constructor(reach = 2000) {
    this.#reach = reach;
  }

  /** The tail with `piece` after it. Inspect this; `keep` the piece only when it really went in. */
  join(piece: string, separator = ''): Joined {
    const before = this.#tail === '' ? '' : this.#tail + separator;
    return { text: before + piece, from: before.length };
  }

  keep(piece: string, separator = ''): void {
    const { text } = this.join(piece, separator);
    const cut = Math.max(0, text.length - this.#reach);
    // Never begin with the second half of a surrogate pair.
    this.#tail = text.slice(cut > 0 && isTrail(text.charCodeAt(cut)) ? cut + 1 : cut);
  }

  clear(): void {
    this.#tail = '';
  }
}

function isTrail(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
