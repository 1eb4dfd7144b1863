import { chmod, readFile, writeFile } from 'node:fs/promises';
import { build } from 'vite';

/** Builds the command `la-chan` into one folder that needs nothing but Node. */
const folder = process.argv[2] ?? 'dist/cli';
await build({
  configFile: false,
  logLevel: 'warn',
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: 'src/cli/la-chan.ts',
    outDir: folder,
    emptyOutDir: true,
    target: 'node20',
    rollupOptions: {
      output: { entryFileNames: 'la-chan.js', chunkFileNames: '[name]-[hash].js', format: 'esm' },
    },
  },
});
const entry = `${folder}/la-chan.js`;
const code = await readFile(entry, 'utf8');
await writeFile(entry, code.startsWith('#!') ? code : `#!/usr/bin/env node\n${code}`);
// The folder is complete in itself: Node must take its files for modules wherever it is copied.
await writeFile(`${folder}/package.json`, '{ "type": "module" }\n');
await chmod(entry, 0o755);
