import { describe, expect, it } from 'vitest';
import { createKeystrokes } from '../../../src/content/keystrokes.ts';

const field = {} as HTMLTextAreaElement;
const type = (text: string) => {
  const keystrokes = createKeystrokes();
  for (const letter of text) keystrokes.note(field, 'insertText', letter);
  return keystrokes;
};

describe('what was typed', () => {
  it('stands for a field that was emptied at each key', () => {
    expect(type('Độ mật: TUYỆT MẬT').textOf(field, '', false)).toBe('Độ mật: TUYỆT MẬT');
  });

  it('gives way to what a field holds itself', () => {
    expect(type('Độ mật: TUYỆT MẬT').textOf(field, 'Độ mật: TUYỆT MẬT', false)).toBe('Độ mật: TUYỆT MẬT');
    expect(type('xin chào các đồng chí').textOf(field, 'xin chào mọi người', false)).toBe(
      'xin chào mọi người',
    );
  });

  it('is forgotten for a field that once kept its text, so that emptying it is enough', () => {
    const keystrokes = type('Độ mật: TUYỆT MẬT');
    keystrokes.textOf(field, 'Độ mật: TUYỆT MẬT', false);
    expect(keystrokes.textOf(field, '', false)).toBe('');
  });

  it('follows deletions and new lines', () => {
    const keystrokes = type('Kính gửi: Phòng Tổ chứcx');
    keystrokes.note(field, 'deleteContentBackward', null);
    keystrokes.note(field, 'insertParagraph', null);
    expect(keystrokes.textOf(field, '', false)).toBe('Kính gửi: Phòng Tổ chức\n');
    keystrokes.note(field, 'deleteWordBackward', null);
    expect(keystrokes.textOf(field, '', false)).toBe('');
  });
});
