import { parseArgs } from 'node:util';
import { type Command, EXIT, refuse } from './command.ts';
import { checkFiles } from './precheck-files.ts';
import { openSigningKey, showKey } from './precheck-key.ts';
import { verifyFiles } from './precheck-verify.ts';
import type { Texts } from './texts.ts';
import { openUnitRules, unitOptions } from './unit-rules.ts';

const options = {
  ...unitOptions,
  out: { type: 'string' },
  key: { type: 'string' },
  trust: { type: 'string', multiple: true },
  pack: { type: 'string' },
  'max-age': { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** Which options each way of calling knows. */
const KNOWN = {
  check: ['out', 'key', 'rules', 'root', 'policy'],
  verify: ['trust', 'pack', 'max-age', 'json', 'key'],
  key: ['key'],
} as const;

/** `la-chan precheck FILE|FOLDER…`, `la-chan precheck verify CERTIFICATE [FILE…]` and `la-chan precheck key`. */
export const precheck: Command = {
  async run(args, texts) {
    const call = readCall(args);
    if (!call) return refuse(texts, 'precheck');
    const { kind, paths, values } = call;
    if (kind === 'verify') {
      const [certificate = '', ...files] = paths;
      return verifyFiles({ ...call.verify, certificate, files, json: values.json === true }, texts);
    }
    const key = await openSigningKey(values.key).catch((error: unknown) => complain(error, texts));
    if (!key) return EXIT.failed;
    if (kind === 'key') return showKey(key);
    const rules = await openUnitRules(values, texts);
    if (!rules) return EXIT.failed;
    return checkFiles(paths, { key, rules, out: values.out, texts });
  },
};

function complain(error: unknown, texts: Texts): null {
  const file = (error as NodeJS.ErrnoException).path ?? '';
  process.stderr.write(`la-chan: ${texts('cliKeyUnusable', file)}\n`);
  return null;
}

function readCall(args: readonly string[]) {
  const [first = ''] = args;
  const kind = first === 'verify' || first === 'key' ? first : 'check';
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const paths = kind === 'check' ? positionals : positionals.slice(1);
    const known: readonly string[] = KNOWN[kind];
    const maxAge = values['max-age'] === undefined ? undefined : Number(values['max-age']);
    if (Object.entries(values).some(([name, value]) => value !== false && !known.includes(name))) return null;
    if (kind === 'key' ? paths.length > 0 : paths.length === 0) return null;
    if (maxAge !== undefined && !(maxAge >= 0)) return null;
    const verify = {
      trust: values.trust ?? [],
      ownKey: values.key,
      ...(values.pack !== undefined && { packVersion: values.pack }),
      ...(maxAge !== undefined && { maxAge }),
    };
    return { kind, paths, values, verify };
  } catch {
    return null;
  }
}
