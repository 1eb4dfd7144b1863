import { describe, expect, it } from 'vitest';
import { Budget } from '../../src/documents/budget.ts';
import { open } from '../../src/documents/extract.ts';
import { defaultLimits } from '../../src/documents/limits.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { inspectFile } from '../../src/inspection/inspect.ts';
import { bundledTables } from '../../src/rules/bundled.ts';
import { marked, utf8, utf16 } from './writers/words.ts';

const engine = createEngine(bundledTables);
const LINE = 'Toàn xã đã trồng ba nghìn cây tại mười hai thôn trong mùa xuân năm nay.';
const many = (count: number) => Array.from({ length: count }, (_, index) => `${index} ${LINE}`);

async function textsOf(bytes: Uint8Array): Promise<string[]> {
  const texts: string[] = [];
  for await (const part of open(bytes, new Budget(defaultLimits)).parts)
    if (part.kind === 'text' && !part.preview) texts.push(part.text);
  return texts;
}

describe('a text of many megabytes', () => {
  it('is handed on in pieces that lose nothing and end with their lines', async () => {
    const source = `${many(60_000).join('\n')}\n`;
    const texts = await textsOf(utf8(source));
    expect(texts.length).toBeGreaterThan(3);
    expect(texts.join('')).toBe(source);
    expect(texts.every((text) => text.endsWith('\n'))).toBe(true);
  });

  it('in UTF-16 is whole', async () => {
    const source = many(60_000).join('\n');
    expect((await textsOf(utf16(`\ufeff${source}`))).join('')).toContain(source);
  });

  it('without line breaks is whole', async () => {
    const source = many(60_000).join(' ');
    expect(await textsOf(utf8(source))).toEqual([source]);
  });

  it.each(['head', 'middle', 'end'])('shows a marking at its %s', async (where) => {
    const lines = many(60_000);
    lines.splice({ head: 0, middle: 30_000, end: 60_000 }[where] ?? 0, 0, ...marked);
    const { findings } = await inspectFile(utf8(lines.join('\n')), engine);
    expect(findings.map(({ finding }) => finding.level)).toContain('tuyet-mat');
  });

  it('as a table keeps cells of several lines together', async () => {
    const plain = new Array(200).fill('1,một hàng có chữ,2');
    const rows = many(60_000).map((line) => `1,"${line}\nhai dòng, một ô",2`);
    const texts = await textsOf(utf8([...plain, ...rows].join('\n')));
    expect(texts.length).toBeGreaterThan(3);
    expect(texts.join('').match(/\nhai dòng, một ô\t2\n/g)).toHaveLength(60_000);
  });
});
