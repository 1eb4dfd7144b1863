import vi from '../../_locales/vi/messages.json' with { type: 'json' };
import type { Words } from './words.ts';

const catalogue: Readonly<Record<string, { readonly message: string } | undefined>> = vi;

/** Official papers are in Vietnamese, whatever language the program speaks. */
export const vietnamese: Words = (key, ...values) =>
  catalogue[key]?.message.replace(/\$(\d)/g, (_, digit) => values[Number(digit) - 1] ?? '') ?? key;
