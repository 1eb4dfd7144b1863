import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textOfHtml } from '../../../src/reading/text-of-html.ts';

describe('the words of HTML', () => {
  it('put blocks, cells and breaks on lines of their own', () => {
    expect(
      textOfHtml('<div>SỐ 5</div><table><tr><td>MẬT</td><td>x</td></tr></table>a<br>b').split(/\n+/),
    ).toEqual(['', 'SỐ 5', 'MẬT', 'x', 'a', 'b']);
  });

  it('stay whole when each letter has a tag of its own', () => {
    expect(textOfHtml('<span>T</span><b>Ố</b><i data-x="a>b">I</i>')).toBe('TỐI');
  });

  it('come out of named and numbered entities', () => {
    expect(textOfHtml('T&#7888;I&nbsp;M&#x1EAC;T, &Acirc;&ocirc; &amp; &unknown;')).toBe(
      'TỐI MẬT, Âô & &unknown;',
    );
  });

  it('leave out scripts, styles and comments', () => {
    expect(textOfHtml('a<style>b{}</style><!-- c <p> --><script>"d"</script>e')).toBe('ae');
  });

  it('never throw', () => {
    fc.assert(fc.property(fc.string(), (html) => typeof textOfHtml(html) === 'string'));
  });
});
