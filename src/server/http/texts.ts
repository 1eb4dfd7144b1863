import en from '../../../_locales/en/messages.json' with { type: 'json' };
import vi from '../../../_locales/vi/messages.json' with { type: 'json' };
import type { ServerContext } from './context.ts';

type Catalogue = Readonly<Record<string, { readonly message: string } | undefined>>;

/** Words by message name; `$1`… are replaced by the values. Unknown names come back as they are. */
export type ServerTexts = ((name: string, ...values: readonly string[]) => string) & {
  readonly language: 'vi' | 'en';
};

/** Vietnamese, unless the browser asks for English first. */
export function textsFor(context: ServerContext): ServerTexts {
  const language = /^en\b/i.test(context.req.header('accept-language') ?? '') ? 'en' : 'vi';
  const catalogue: Catalogue = language === 'en' ? en : vi;
  const texts = (name: string, ...values: readonly string[]) =>
    catalogue[name]?.message.replace(/\$(\d)/g, (_, digit) => values[Number(digit) - 1] ?? '') ?? name;
  return Object.assign(texts, { language } as const);
}
