import { chmod, readFile, writeFile } from 'node:fs/promises';
import { build, type Plugin } from 'vite';

/** Builds the command `la-chan` into one folder that needs nothing but Node. */
const folder = process.argv[2] ?? 'dist/cli';

/** In Node pdf.js looks for a canvas package to draw with, and complains on stderr. Nothing is drawn here. */
const withoutCanvas: Plugin = {
  name: 'pdfjs-without-canvas',
  transform(code, id) {
    // Its decoders of pictures are other bundles, which do not ask.
    if (!/pdfjs-dist|pdf-worker/.test(id) || /image_decoders|\.wasm/.test(id)) return null;
    const changed = code.replaceAll('"object"!=typeof process||', '!0||');
    if (changed === code) throw new Error(`${id} tells Node apart in another way: mend scripts/build-cli.ts`);
    return { code: changed, map: null };
  },
};

/** In Node libarchive-wasm looks for its file beside itself, by names that only CommonJS has. It is handed the bytes. */
const archivesWithoutFiles: Plugin = {
  name: 'libarchive-without-files',
  transform(code, id) {
    if (!id.includes('libarchive-wasm/dist/libarchive.js')) return null;
    const changed = code.replace(
      'ENVIRONMENT_IS_NODE = typeof process',
      'ENVIRONMENT_IS_NODE = false && typeof process',
    );
    if (changed === code) throw new Error(`${id} tells Node apart in another way: mend scripts/build-cli.ts`);
    return { code: changed, map: null };
  },
};

await build({
  configFile: false,
  publicDir: false,
  plugins: [withoutCanvas, archivesWithoutFiles],
  logLevel: 'warn',
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: true,
    outDir: folder,
    emptyOutDir: true,
    target: 'node20',
    rollupOptions: {
      input: {
        'la-chan': 'src/cli/la-chan.ts',
        'scan-worker': 'src/inspection/node/scan-worker.ts',
        'read-worker': 'src/server/intake/read-worker.ts',
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js', format: 'esm' },
    },
  },
});
const entry = `${folder}/la-chan.js`;
const code = await readFile(entry, 'utf8');
await writeFile(entry, code.startsWith('#!') ? code : `#!/usr/bin/env node\n${code}`);
// The folder is complete in itself: Node must take its files for modules wherever it is copied.
await writeFile(`${folder}/package.json`, '{ "type": "module" }\n');
await chmod(entry, 0o755);
