import { describe, expect, it } from 'vitest';
import { explainText } from '../../src/cli/explain.ts';
import { chooseTexts } from '../../src/cli/texts.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { bundledTables } from '../../src/rules/bundled.ts';

const engine = createEngine(bundledTables);

describe('explaining a text', () => {
  it('names the rule, the action, the sum and every signal in words', () => {
    const out = explainText(
      'UBND TỈNH BẮC HẢI\nSố: 1/BC-UBND\nTỐI MẬT\nBÁO CÁO',
      engine,
      chooseTexts('vi', {}),
    );
    expect(out).toContain('marking.toi-mat');
    expect(out).toContain('«TỐI MẬT»');
    expect(out).toContain('Số');
    expect(out).not.toMatch(/signal_|rule_|action_/);
  });

  it('tells also why a candidate was let go', () => {
    const out = explainText('CHÍNH SÁCH BẢO\nMẬT\nÁp dụng từ 2026', engine, chooseTexts('en', {}));
    expect(out).toContain('-9');
  });

  it('has words in both languages for every signal that has a weight', async () => {
    const vi = chooseTexts('vi', {});
    const en = chooseTexts('en', {});
    for (const id of Object.keys(bundledTables.evidence.weights)) {
      const name = `signal_${id.replaceAll('-', '_')}`;
      expect(vi(name)).not.toBe(name);
      expect(en(name)).not.toBe(name);
    }
  });
});
