import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLUGIN } from '../support/plugin-files.ts';

/** What a stranger writes against the types, with a mistake on the last line. */
const CONSUMER = `import { LaChan, protect, scan } from 'la-chan-plugin';

const end: () => void = protect(document, { contact: 'Văn thư, máy lẻ 101', home: '/la-chan/' });
document.addEventListener('lachan:blocked', ({ detail }) => console.log(detail.channel, detail.items.length));
const { action, findings } = await scan(new File(['x'], 'x.txt'));
if (action !== 'allow') findings.map(({ ruleId }) => ruleId);
await LaChan.scan('text');
end();
`;
const MISTAKE = "protect(document, { contac: 'x' });\n";

describe('the npm package of the plug-in', () => {
  let folder: string;
  let files: string[];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'la-chan-package-'));
    const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
    const [packed] = JSON.parse(execFileSync('npm', pack, { cwd: PLUGIN, encoding: 'utf8' }));
    files = packed.files.map(({ path }: { path: string }) => path);
    const home = join(folder, 'node_modules/la-chan-plugin');
    mkdirSync(home, { recursive: true });
    execFileSync('tar', ['xzf', join(folder, packed.filename), '-C', home, '--strip-components=1']);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('holds all that it names, with its licence and the guide', () => {
    const manifest = JSON.parse(readFileSync(join(PLUGIN, 'package.json'), 'utf8'));
    const named = Object.values(manifest.exports).flatMap((one) =>
      typeof one === 'string' ? [one] : Object.values(one as Record<string, string>),
    );
    expect(files).toEqual(expect.arrayContaining(named.map((path) => path.replace('./', ''))));
    expect(files).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'la-chan.en.json', 'la-chan.rules.json']),
    );
    expect(files.some((path) => path.startsWith('vision/'))).toBe(true);
  });

  it.each(['bundler', 'nodenext'])('type-checks in a strict project of a stranger (%s)', (resolution) => {
    const isNode = resolution === 'nodenext';
    const compilerOptions = {
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      target: 'es2022',
      module: isNode ? 'nodenext' : 'esnext',
      moduleResolution: resolution,
      lib: ['es2022', 'dom'],
      types: [],
    };
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['main.ts'] }));
    const tsc = join(import.meta.dirname, '../../node_modules/typescript/bin/tsc');
    const check = (source: string): string => {
      writeFileSync(join(folder, 'main.ts'), source);
      try {
        return execFileSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
      } catch (error) {
        return (error as { stdout: string }).stdout;
      }
    };
    expect(check(CONSUMER)).toBe('');
    expect(check(CONSUMER + MISTAKE)).toMatch(/main\.ts\(9,21\).*contac/s);
  });
});
