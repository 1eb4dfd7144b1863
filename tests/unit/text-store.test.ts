import { expect, it } from 'vitest';
import { TextStore } from '../../src/documents/text-store.ts';

it('gives every text back by its number, however many there are', () => {
  const store = new TextStore();
  const long = 'mật độ cây trồng 🌱 '.repeat(60_000);
  const texts = [
    long,
    long,
    long,
    long,
    ...Array.from({ length: 40_000 }, (_, i) => `hàng ${i}`),
    '',
    long,
    '\ufeffx',
  ];
  for (const text of texts) store.push(text);
  expect(store.size).toBe(texts.length);
  expect(texts.every((text, index) => store.at(index) === text)).toBe(true);
  expect([store.at(texts.length), store.at(-1), store.at(Number.NaN)]).toEqual(['', '', '']);
});
