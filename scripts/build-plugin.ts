import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type InlineConfig, type Plugin } from 'vite';
import { makeSmall } from './make-small.ts';

/** Builds the plug-in for pages of other systems into one folder, which is also an npm package. */
const folder = process.argv[2] ?? 'dist/plugin';

/** The notices' texts alone, without their descriptions: the catalogues also hold every other screen's. */
const noticeTexts: Plugin = {
  name: 'notice-texts',
  enforce: 'pre',
  transform(code, id) {
    if (!/_locales\/\w+\/messages\.json/.test(id)) return null;
    return { code: keepNoticeTexts(code) };
  },
};

/** A page has no background: what the extension would ask there finds nobody, as when it is being updated. */
const withoutBackground: Plugin = {
  name: 'without-background',
  enforce: 'pre',
  load(id) {
    if (/src\/platform\/messaging\.ts$/.test(id))
      return "export const send = async () => { throw new Error('no background'); };";
    if (/src\/platform\/frames\.ts$/.test(id)) return 'export const hearBackground = () => {};';
    return null;
  },
};

/** Bodies that scripts pack are not looked into: what unpacks them would cost a page more than it is worth here. */
const withoutUnpacking: Plugin = {
  name: 'without-unpacking',
  enforce: 'pre',
  resolveId: (id) => (id === 'fflate' ? '\0no-fflate' : null),
  load: (id) =>
    id === '\0no-fflate'
      ? 'class None { push() { throw new Error("packed"); } } export { None as Gunzip, None as Inflate, None as Unzlib };'
      : null,
};

const common = (entry: string): InlineConfig => ({
  configFile: false,
  publicDir: false,
  logLevel: 'warn',
  // Addresses inside stay relative to each file, wherever the folder stands.
  base: './',
  build: { outDir: folder, emptyOutDir: false, target: 'chrome109', rollupOptions: { input: entry } },
});

async function bundle(entry: string, name: string, format: 'iife' | 'es', inPage = true): Promise<void> {
  const config = common(entry);
  const output = {
    format,
    entryFileNames: name,
    chunkFileNames: '[name]-[hash].js',
    assetFileNames: '[name]-[hash][extname]',
  };
  await build({
    ...config,
    plugins: [noticeTexts, withoutBackground, ...(inPage ? [withoutUnpacking] : [])],
    build: { ...config.build, rollupOptions: { input: entry, output, preserveEntrySignatures: 'strict' } },
  });
}

function keepNoticeTexts(catalogue: string): string {
  const wanted = /^(notice|signal|where|outcome|advice|rule)_|^language_code$/;
  const all: Record<string, { message: string }> = JSON.parse(catalogue);
  const kept = Object.entries(all).filter(([key]) => wanted.test(key));
  return JSON.stringify(Object.fromEntries(kept.map(([key, { message }]) => [key, { message }])));
}

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
await bundle('src/plugin/la-chan.iife.ts', 'la-chan.js', 'iife');
await shrink(join(folder, 'la-chan.js'));
await bundle('src/plugin/la-chan.ts', 'la-chan.mjs', 'es');
const module = join(folder, 'la-chan.mjs');
await writeFile(module, await makeSmall(await readFile(module, 'utf8'), { module: true }));
await bundle('src/plugin/scan-worker.ts', 'la-chan-worker.js', 'es', false);
const english = await readFile('_locales/en/messages.json', 'utf8');
await writeFile(join(folder, 'la-chan.en.json'), keepNoticeTexts(english));
await copyFile('.generated/rules.json', join(folder, 'la-chan.rules.json'));
await writeTypes();
await writePackage();
execFileSync(process.execPath, ['scripts/copy-vision-files.ts', 'browser', join(folder, 'vision')], {
  stdio: 'inherit',
});

/** A plain script is read in the charset of its page, which may be an old one, unless a byte order mark says better. */
async function shrink(file: string): Promise<void> {
  await writeFile(file, `\ufeff${await makeSmall(await readFile(file, 'utf8'))}`);
}

async function writeTypes(): Promise<void> {
  const types = await readFile('src/plugin/types.ts', 'utf8');
  const values = `
export declare const LaChan: LaChan;
export declare const scan: LaChan['scan'];
export declare const protect: LaChan['protect'];
`;
  await writeFile(join(folder, 'la-chan.d.ts'), types + values);
}

async function writePackage(): Promise<void> {
  const { version, description, license } = JSON.parse(await readFile('package.json', 'utf8'));
  const manifest = {
    name: 'la-chan-plugin',
    version,
    description,
    license,
    type: 'module',
    types: './la-chan.d.ts',
    exports: {
      '.': { types: './la-chan.d.ts', default: './la-chan.mjs' },
      './la-chan.js': './la-chan.js',
      './la-chan-worker.js': './la-chan-worker.js',
    },
    sideEffects: ['./la-chan.js'],
  };
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await copyFile('LICENSE', join(folder, 'LICENSE'));
  await copyFile('docs/integrator/README.md', join(folder, 'README.md'));
}
