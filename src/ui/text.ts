import { readMessage } from '../platform/i18n.ts';

let read = readMessage;

/** Takes the texts from elsewhere than the extension: where the same screens stand in a plain web page. */
export function useTexts(reader: typeof readMessage): void {
  read = reader;
}

/** A text of `_locales` in the person's language; the key itself where it is missing, so that a gap is seen. */
export function t(key: string, ...substitutions: (string | number)[]): string {
  return read(key, substitutions.map(String)) || key;
}

/** Like `t` for texts that need not exist (words of a signal or a rule); null where there is none. */
export function tOptional(key: string, ...substitutions: (string | number)[]): string | null {
  return read(key, substitutions.map(String)) || null;
}

/** Key of a text named after an id: `signal`, `header-zone` gives `signal_header_zone`. Keys know only letters, digits and `_`. */
export function keyOf(group: string, id: string): string {
  return `${group}_${id.replace(/[^A-Za-z0-9]/g, '_')}`;
}

/** Language of the texts on screen, as a BCP 47 tag. */
export function language(): string {
  return read('language_code', []) || 'vi';
}
