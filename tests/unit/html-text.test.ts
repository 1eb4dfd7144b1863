import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlToText } from '../../src/documents/html-text.ts';

const BLOCKS = ['p', 'DIV', 'Li', 'h1', 'blockquote', 'textarea'];
const INLINE = ['b', 'Span', 'o:p', 'h7', 'pp', 'dib', 'x-li', 'figcaption'];

describe('the text of a page', () => {
  it('breaks lines at blocks, however their tags are written, and nowhere else', () => {
    const around = (name: string) => htmlToText(`an<${name} class="p">phú</${name}\n>xã`);
    for (const name of BLOCKS) expect([name, around(name)]).toEqual([name, 'an\nphú\nxã']);
    for (const name of INLINE) expect([name, around(name)]).toEqual([name, 'anphúxã']);
    expect(around('th')).toBe('anphú\txã');
  });

  it('has the white space that a browser shows, wherever tags stand in it', () => {
    const source =
      '<div>\n  \t<p> TUYỆT \r\n  MẬT</p>\n\n<p>a <b> b</b>\t</p><tr><td> 1</td>  <td>\f2</td></tr></div>\n';
    expect(htmlToText(source)).toBe('TUYỆT MẬT\na  b\n1\t  2');
  });

  it('is the same with any odd white space for a single space between words', () => {
    const space = fc.array(fc.constantFrom(' ', '\n', '\t', '\r', '\f'), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(
          space.map((some) => some.join('')),
          { maxLength: 12 },
        ),
        (gaps) => {
          const write = (gap: (i: number) => string) =>
            htmlToText(`<p a="${gaps.join('x')}">đầu${gaps.map((_, i) => `${gap(i)}từ${i}<i>`).join('')}`);
          expect(write((i) => gaps[i]!)).toBe(write(() => ' '));
        },
      ),
    );
  });

  it('reads references that tags part, and leaves out comments and what is not shown', () => {
    expect(htmlToText('M<!-- x -->&#7<i>852;T<script>if (a<b) c</script>&nbsp;<style>p{}</STYLE >.')).toBe(
      'MẬT .',
    );
    expect(htmlToText('<template>mở')).toBe('mở');
  });
});
