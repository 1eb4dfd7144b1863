import type { Glyphs } from './pdf-lines.ts';
import type { PlainFont } from './pdf-plain-font.ts';
import { IDENTITY, type Matrix, multiply, PlainRuns } from './pdf-plain-runs.ts';
import { Letters, NotPlain, Syntax, type Value } from './pdf-syntax.ts';

const MOST_SAVED = 200;
/** Operands of one operator. */
const MOST_OPERANDS = 40;

/** Operators that change nothing about text. */
const SILENT = new Set(
  'w J j M d ri i m l c v y h re S s f F f* B B* b b* n W W* CS cs SC SCN sc scn G g RG rg K k sh BX EX BMC EMC MP'.split(
    ' ',
  ),
);

export interface PlainResources {
  readonly font: (name: string) => PlainFont;
  /** Throws `NotPlain` where a picture is a drawing with text of its own. */
  readonly checkPicture: (name: string) => void;
  /** Throws `NotPlain` where a state of drawing brings a font. */
  readonly checkState: (name: string) => void;
}

interface State {
  readonly matrix: Matrix;
  readonly font: PlainFont | null;
  readonly size: number;
  readonly letterGap: number;
  readonly wordGap: number;
  readonly stretch: number;
  readonly leading: number;
  readonly rise: number;
}

/**
 * The runs of text of a page's drawing, as pdf.js gives them. Throws `NotPlain` where there is more to it than text in plain
 * fonts.
 */
export class PlainPage {
  readonly #runs = new PlainRuns();
  readonly #resources: PlainResources;
  readonly #saved: State[] = [];
  #state: State = {
    matrix: IDENTITY,
    font: null,
    size: 0,
    letterGap: 0,
    wordGap: 0,
    stretch: 1,
    leading: 0,
    rise: 0,
  };
  #line: Matrix = IDENTITY;
  #text: Matrix = IDENTITY;
  constructor(resources: PlainResources) {
    this.#resources = resources;
  }

  /** The runs of upright text, then those of turned text as if each angle were a page of its own. */
  get runs(): readonly (readonly Glyphs[])[] {
    return this.#runs.all;
  }

  draw(content: Uint8Array): void {
    const syntax = new Syntax(content);
    const operands: Value[] = [];
    for (let word = syntax.next(); word !== undefined; word = syntax.next()) {
      if (typeof word === 'string' && word[0] !== '/') {
        if (!SILENT.has(word)) this.#operate(word, operands);
        operands.length = 0;
      } else if (operands.push(word) > MOST_OPERANDS) throw new NotPlain('many operands');
    }
    this.#runs.end();
  }

  #operate(word: string, operands: readonly Value[]): void {
    switch (word) {
      case 'q':
        if (this.#saved.push(this.#state) > MOST_SAVED) throw new NotPlain('many states');
        return;
      case 'Q':
        this.#state = this.#saved.pop() ?? this.#state;
        return;
      case 'cm':
        this.#set({ matrix: multiply(this.#state.matrix, matrixOf(operands)) });
        return;
      case 'Do':
        this.#resources.checkPicture(name(operands[0]));
        return;
      case 'gs':
        this.#resources.checkState(name(operands[0]));
        return;
      case 'BDC':
      case 'DP':
        // A layer may be hidden.
        if (operands[0] === '/OC') throw new NotPlain('a layer');
        this.#runs.end();
        return;
      default:
        this.#operateText(word, operands);
    }
  }

  #operateText(word: string, operands: readonly Value[]): void {
    switch (word) {
      case 'BT':
        this.#line = this.#text = IDENTITY;
        return;
      case 'ET':
        return;
      case 'Tf':
        this.#set({
          font: this.#resources.font(name(operands[0])),
          size: numbers(operands.slice(1), 1)[0] as number,
        });
        return;
      case 'Tc':
        this.#set({ letterGap: numbers(operands, 1)[0] as number });
        return;
      case 'Tw':
        this.#set({ wordGap: numbers(operands, 1)[0] as number });
        return;
      case 'Tz':
        this.#set({ stretch: (numbers(operands, 1)[0] as number) / 100 });
        return;
      case 'TL':
        this.#set({ leading: numbers(operands, 1)[0] as number });
        return;
      case 'Ts':
        this.#set({ rise: numbers(operands, 1)[0] as number });
        return;
      case 'Tr':
        return;
      case 'Td':
      case 'TD': {
        const [x = 0, y = 0] = numbers(operands, 2);
        if (word === 'TD') this.#set({ leading: -y });
        this.#move(x, y);
        return;
      }
      case 'Tm':
        this.#line = this.#text = matrixOf(operands);
        return;
      case 'T*':
        this.#move(0, -this.#state.leading);
        return;
      default:
        this.#showBy(word, operands);
    }
  }

  #showBy(word: string, operands: readonly Value[]): void {
    switch (word) {
      case 'Tj':
        this.#show(operands[0]);
        return;
      case 'TJ':
        if (!Array.isArray(operands[0])) throw new NotPlain('odd text');
        for (const one of operands[0] as readonly Value[])
          if (typeof one === 'number') this.#advance((-one / 1000) * this.#state.size);
          else this.#show(one);
        return;
      case '"': {
        const [wordGap = 0, letterGap = 0] = numbers(operands.slice(0, 2), 2);
        this.#set({ wordGap, letterGap });
        this.#move(0, -this.#state.leading);
        this.#show(operands[2]);
        return;
      }
      case "'":
        this.#move(0, -this.#state.leading);
        this.#show(operands[0]);
        return;
      default:
        throw new NotPlain('another operator');
    }
  }

  #set(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
  }

  #move(x: number, y: number): void {
    this.#line = this.#text = multiply(this.#line, [1, 0, 0, 1, x, y]);
  }

  /** Moves along the line, in units of text before stretching. */
  #advance(by: number): void {
    const [a, b, c, d, e, f] = this.#text;
    const x = by * this.#state.stretch;
    this.#text = [a, b, c, d, e + x * a, f + x * b];
  }

  #show(value: Value | undefined): void {
    const { font, size, matrix, stretch, rise, letterGap, wordGap } = this.#state;
    if (!(value instanceof Letters) || !font || value.codes.length % font.step !== 0)
      throw new NotPlain('odd text');
    const { codes } = value;
    const base = multiply(matrix, this.#text);
    const place = this.#runs.upright(multiply(base, [size * stretch, 0, 0, size, 0, rise]));
    const em = place[0];
    // Ems of the line that have been passed.
    let passed = 0;
    for (let at = 0; at < codes.length; at += font.step) {
      const code =
        font.step === 1 ? (codes[at] as number) : (codes[at] as number) * 256 + (codes[at + 1] as number);
      const letters = font.letters(code);
      if (letters === null) throw new NotPlain('a letter that nobody knows');
      const width = font.width(code) / 1000;
      if (isSpace(letters)) this.#runs.space();
      else this.#runs.put(letters, place, place[4] + passed * em, width * em);
      passed += width + (letterGap + (code === 32 && font.step === 1 ? wordGap : 0)) / size;
    }
    this.#advance(passed * size);
  }
}

function isSpace(letters: string): boolean {
  return letters === ' ' || letters.trim() === '';
}

function numbers(operands: readonly Value[], count: number): readonly number[] {
  if (operands.length !== count || operands.some((one) => typeof one !== 'number'))
    throw new NotPlain('odd operands');
  return operands as readonly number[];
}

function matrixOf(operands: readonly Value[]): Matrix {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = numbers(operands, 6);
  return [a, b, c, d, e, f];
}

function name(value: Value | undefined): string {
  if (typeof value !== 'string') throw new NotPlain('odd operands');
  return value;
}
