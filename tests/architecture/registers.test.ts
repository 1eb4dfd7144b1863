import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listFiles, ROOT, readSource } from './source.ts';

const vi = JSON.parse(readSource('_locales/vi/messages.json'));
const en = JSON.parse(readSource('_locales/en/messages.json'));

describe('texts', () => {
  it('exist in Vietnamese and in English', () => {
    expect(Object.keys(vi).filter((key) => !(key in en))).toEqual([]);
    expect(Object.keys(en).filter((key) => !(key in vi))).toEqual([]);
  });

  it('are never empty', () => {
    for (const texts of [vi, en]) {
      const empty = Object.entries<{ message?: string }>(texts).filter(([, text]) => !text.message?.trim());
      expect(empty.map(([key]) => key)).toEqual([]);
    }
  });
});

describe('formats', () => {
  const formats = listFiles('src/documents/formats', ['.ts'])
    .map((path) => basename(path, '.ts'))
    .filter((format) => format !== 'table');

  it.each(formats)('%s is registered in the table of formats', (format) => {
    expect(readSource('src/documents/formats/table.ts')).toContain(`'./${format}.ts'`);
  });

  it.each(formats)('%s has a fixture folder', (format) => {
    const folder = join(ROOT, 'tests/documents/fixtures', format);
    expect(existsSync(folder) && readdirSync(folder).length > 0, folder).toBe(true);
  });
});

describe('messages', () => {
  const table = readSource('src/messages/messages.ts');
  const names = [...table.matchAll(/^ {2}'([a-z]+\.[a-z]+)':/gm)].map((match) => match[1] ?? '');

  it('are found at all', () => {
    expect(names.length).toBeGreaterThan(4);
  });

  it.each(names)('%s has a schema that its receiver checks', (name) => {
    expect(readSource('src/messages/schema.ts')).toContain(`'${name}'`);
  });

  it.each(names)('%s has a receiver', (name) => {
    const receivers = [...listFiles('src/background', ['.ts']), ...listFiles('src/offscreen', ['.ts'])]
      .map(readSource)
      .join('\n');
    expect(receivers).toContain(`'${name}'`);
  });
});
