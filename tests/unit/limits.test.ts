import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/options/limits.ts';
import { readSource } from '../architecture/source.ts';

const readme = readSource('README.md').replaceAll('\n', ' ');
const section = readme.slice(readme.indexOf('### What no extension can stop'));
const texts: Record<string, { message: string }> = JSON.parse(readSource('_locales/en/messages.json'));
const named = Object.keys(texts)
  .filter((key) => key.startsWith('options_limit_'))
  .map((key) => key.slice('options_limit_'.length));

describe('what no extension can stop', () => {
  it('is listed on the self-test page as far as it has a text', () => {
    expect([...LIMITS].toSorted()).toEqual(named.toSorted());
  });

  it.each(LIMITS)('is told by README in the words of the self-test page: %s', (name) => {
    expect(section).toContain(`- ${texts[`options_limit_${name}`]?.message}`);
  });

  it('is nothing in README that the self-test page leaves out', () => {
    const told = section.slice(0, section.indexOf('Licence:')).match(/ - /g);
    expect(told?.length).toBe(LIMITS.length);
  });
});
