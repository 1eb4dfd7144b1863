/** Why a command could not do its work: the name of a text in `_locales` and what fills it. Caught by `rules.ts`. */
export class Refusal extends Error {
  readonly text: string;
  readonly values: readonly string[];
  constructor(text: string, ...values: readonly string[]) {
    super(text);
    this.text = text;
    this.values = values;
  }
}

/** Wrong use: the command's usage is shown. */
export class Misuse extends Error {}
