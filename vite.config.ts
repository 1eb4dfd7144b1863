import { crx } from '@crxjs/vite-plugin';
import { defineConfig } from 'vite';
import manifest from './manifest.json' with { type: 'json' };

/** Builds the extension for Chromium into `dist/chromium` (or `LACHAN_OUT`). */
export default defineConfig({
  plugins: [crx({ manifest: manifest as Parameters<typeof crx>[0]['manifest'] })],
  build: {
    outDir: process.env.LACHAN_OUT ?? 'dist/chromium',
    emptyOutDir: true,
    target: 'chrome120',
    rollupOptions: {
      input: { offscreen: 'src/offscreen/index.html', log: 'src/log/index.html' },
    },
  },
});
