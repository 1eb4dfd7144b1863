import { resolve } from 'node:path';
import { build } from 'vite';

// `node scripts/build-review.ts [FOLDER]`: the review page as the unit's server hands it out, beside the command.
const folder = process.argv[2] ?? 'dist/cli/review';

await build({
  configFile: false,
  publicDir: false,
  base: '/review/',
  logLevel: 'warn',
  build: {
    outDir: resolve(folder),
    emptyOutDir: true,
    target: 'chrome120',
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { review: 'src/review/web/main.ts' },
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: '[name]-[hash].js',
        assetFileNames: '[name]-[hash][extname]',
      },
    },
  },
});
