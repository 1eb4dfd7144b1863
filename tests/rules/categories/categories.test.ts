import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../src/engine/engine.ts';
import { bundledTables } from '../../../src/rules/bundled.ts';
import { SENTENCES } from './sentences.ts';
import { makeCategoryTexts } from './texts.ts';

const engine = createEngine(bundledTables);
const texts = makeCategoryTexts();
const found = (text: string) => engine.inspect(text).filter((finding) => finding.kind === 'category');
const share = (list: readonly { text: string }[]) =>
  list.filter(({ text }) => found(text).length > 0).length / list.length;

describe.each(Object.keys(SENTENCES))('the sector %s', (sector) => {
  const own = texts.filter((text) => text.sector === sector);
  const papers = own.filter(({ kind, half }) => kind === 'paper' && half === 'kept');
  const near = own.filter(({ kind, half }) => kind === 'near' && half === 'kept');

  it('is warned of in most papers that its phrases were not chosen by', () => {
    expect(papers.length).toBeGreaterThanOrEqual(200);
    expect(share(papers)).toBeGreaterThanOrEqual(0.75);
  });

  it('leaves nearly all texts alone that speak of its matters in public', () => {
    expect(near.length).toBeGreaterThanOrEqual(200);
    expect(share(near)).toBeLessThanOrEqual(0.02);
  });
});

describe('a category', () => {
  it('never blocks', () => {
    expect(texts.flatMap(({ text }) => found(text)).filter(({ action }) => action === 'block')).toEqual([]);
  });

  it('names its sector', () => {
    for (const { text } of texts.slice(0, 400)) {
      for (const { ruleId, sector } of found(text))
        expect(ruleId.startsWith(`category.${sector}.`)).toBe(true);
    }
  });
});
