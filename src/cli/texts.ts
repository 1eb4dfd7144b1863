import en from '../../_locales/en/messages.json' with { type: 'json' };
import vi from '../../_locales/vi/messages.json' with { type: 'json' };

type Catalogue = Readonly<Record<string, { readonly message: string } | undefined>>;

/** Words for people by message name; `$1`… are replaced by the values. Unknown names come back as they are. */
export type Texts = (name: string, ...values: readonly string[]) => string;

/** Vietnamese, unless the caller or the machine's settings ask for English. */
export function chooseTexts(wanted: string | undefined, env: NodeJS.ProcessEnv): Texts {
  const language = wanted ?? env.LC_ALL ?? env.LC_MESSAGES ?? env.LANG ?? '';
  const catalogue: Catalogue = /^en/i.test(language) ? en : vi;
  return (name, ...values) =>
    catalogue[name]?.message.replace(/\$(\d)/g, (_, digit) => values[Number(digit) - 1] ?? '') ?? name;
}
