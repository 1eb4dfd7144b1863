import { type Command, EXIT } from './command.ts';
import { chooseTexts, type Texts } from './texts.ts';

/** Every command, loaded only when it is asked for. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  scan: async () => (await import('./scan.ts')).scan,
  sweep: async () => (await import('./sweep.ts')).sweep,
  rules: async () => (await import('./rules.ts')).rules,
  explain: async () => (await import('./explain.ts')).explain,
  incidents: async () => (await import('./incidents.ts')).incidents,
  precheck: async () => (await import('./precheck.ts')).precheck,
  report: async () => (await import('./report.ts')).report,
  server: async () => (await import('./server.ts')).server,
};

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const { language, rest } = takeLanguage(args);
  const texts = chooseTexts(language, process.env);
  const [name = '', ...others] = rest;
  if (rest.some((arg) => arg === '--help' || arg === '-h')) {
    process.stdout.write(`${describeUsage(texts)}\n`);
    return EXIT.ok;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load) return (await load()).run(others, texts);
  process.stderr.write(`${describeUsage(texts)}\n`);
  return EXIT.usage;
}

function describeUsage(texts: Texts): string {
  const each = Object.keys(commands).map((name) => texts(`cliUsage_${name}`));
  return [texts('cliUsage'), ...each, texts('cliUsageExit')].join('\n');
}

/** `--lang LANGUAGE` may stand anywhere: it belongs to no command. */
function takeLanguage(args: readonly string[]): { language: string | undefined; rest: readonly string[] } {
  const at = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  if (at < 0) return { language: undefined, rest: args };
  const [, joined] = args[at]!.split('=');
  const rest = args.filter((_, i) => i !== at && (joined !== undefined || i !== at + 1));
  return { language: joined ?? args[at + 1], rest };
}
