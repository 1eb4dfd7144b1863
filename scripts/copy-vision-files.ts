import { copyFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'vite';

// `node scripts/copy-vision-files.ts browser|node FOLDER`: puts what reads letters into FOLDER, for local use alone.
const [host, folder] = process.argv.slice(2);
if (!folder || (host !== 'browser' && host !== 'node'))
  throw new Error('copy-vision-files browser|node FOLDER');
const require = createRequire(import.meta.url);
const wrapper = dirname(require.resolve('tesseract.js/package.json'));
const core = dirname(createRequire(join(wrapper, 'package.json')).resolve('tesseract.js-core/package.json'));
const language = dirname(require.resolve('@tesseract.js-data/vie/package.json'));

await mkdir(folder, { recursive: true });
await copyFile(join(language, '4.0.0_best_int/vie.traineddata.gz'), join(folder, 'vie.traineddata.gz'));
if (host === 'browser') {
  // Every browser that runs the extension has the SIMD instructions.
  const files = [join(wrapper, 'dist/worker.min.js'), join(core, 'tesseract-core-simd-lstm.wasm.js')];
  for (const file of files) await copyFile(file, join(folder, file.slice(file.lastIndexOf('/') + 1)));
} else {
  for (const kind of ['simd', 'relaxedsimd']) {
    // In Node tesseract.js 7 loads the full core even when only the newer recogniser is asked for.
    const name = `tesseract-core-${kind}.wasm`;
    await copyFile(join(core, name), join(folder, name));
  }
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: join(wrapper, 'src/worker-script/node/index.js'),
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: 'worker.cjs', format: 'cjs' } },
    },
  });
}
