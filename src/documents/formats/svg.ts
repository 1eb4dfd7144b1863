import type { Format } from '../format.ts';
import { LongText } from '../long-text.ts';
import type { Part, TextPart } from '../types.ts';
import { attribute, skipDoctype, XmlReader } from '../xml.ts';
import type { TextHandler } from '../zipped-xml.ts';

/** Vector drawings: their text elements, title and description. Letters drawn as shapes and pictures inside are not read. */
export const svg: Format = {
  id: 'svg',
  mediaType: 'image/svg+xml',
  matches: ({ head }) =>
    /^(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!doctype svg|svg)/i.test(head) && /<svg[\s>]/i.test(head),
  *extract({ bytes }, budget): Generator<Part> {
    budget.checkTime();
    const handler = new SvgHandler();
    const reader = new XmlReader(handler, skipDoctype);
    for (let at = 0; at < bytes.length; at += STEP) {
      reader.writeBytes(bytes.subarray(at, at + STEP));
      budget.checkTime();
      yield* handler.body.ready();
    }
    reader.end();
    yield* handler.body.rest();
    if (handler.drawn) yield { kind: 'image', bytes, where: 'image' };
  },
};

/** Bytes read between two looks at what was found. */
const STEP = 256 * 1024;
const TEXT = new Set(['text', 'title', 'desc', 'p', 'div']);

class SvgHandler implements TextHandler {
  readonly body = new LongText('body', 'text');
  readonly asides: TextPart[] = [];
  wantsText = false;
  /** A picture inside, or enough shapes to be letters. */
  drawn = false;
  #depth = 0;
  #shapes = 0;

  open(name: string, tag: string): void {
    if (TEXT.has(name)) {
      this.#depth += 1;
      this.wantsText = true;
    } else if (name === 'image') this.drawn = true;
    else if (name === 'path') {
      this.#shapes += 1;
      if (this.#shapes > 50) this.drawn = true;
    } else if (name === 'tspan' && attribute(tag, 'dy') !== null) this.body.append('\n');
  }

  close(name: string): void {
    if (!TEXT.has(name)) return;
    this.#depth = Math.max(0, this.#depth - 1);
    this.wantsText = this.#depth > 0;
    this.body.append('\n');
  }

  text(text: string): void {
    this.body.append(text.replace(/\s+/g, ' '));
  }

  finish(): void {}
}
