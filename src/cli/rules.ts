import { type Command, EXIT, refuse } from './command.ts';
import { Misuse, Refusal } from './rules/refusal.ts';

/** Every step from an empty folder to a published pack, loaded only when it is asked for. */
const steps: Readonly<Record<string, () => Promise<Command>>> = {
  new: async () => (await import('./rules/new.ts')).create,
  check: async () => (await import('./rules/check.ts')).check,
  test: async () => (await import('./rules/test.ts')).test,
  explain: async () => (await import('./rules/explain.ts')).explain,
  allow: async () => (await import('./rules/allow.ts')).allow,
  keys: async () => (await import('./rules/keys.ts')).keys,
  root: async () => (await import('./rules/root.ts')).root,
  build: async () => (await import('./rules/build.ts')).build,
  sign: async () => (await import('./rules/sign.ts')).sign,
  verify: async () => (await import('./rules/verify.ts')).verify,
  publish: async () => (await import('./rules/publish.ts')).publish,
  inspect: async () => (await import('./rules/inspect.ts')).inspect,
  firefox: async () => (await import('./rules/firefox.ts')).firefox,
};

/** `la-chan rules STEP …`: writing, testing, signing and publishing rule packs. */
export const rules: Command = {
  async run(args, texts) {
    const [step = '', ...others] = args;
    const load = Object.hasOwn(steps, step) ? steps[step] : undefined;
    if (!load) return refuse(texts, 'rules');
    try {
      return await (await load()).run(others, texts);
    } catch (error) {
      if (error instanceof Misuse) {
        process.stderr.write(`${texts('cliUsage')}\n${texts(`rulesUsage_${step}`)}\n`);
        return EXIT.usage;
      }
      if (!(error instanceof Refusal)) throw error;
      process.stderr.write(`la-chan: ${texts(error.text, ...error.values)}\n`);
      return EXIT.failed;
    }
  },
};
