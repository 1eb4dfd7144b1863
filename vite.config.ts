import { crx } from '@crxjs/vite-plugin';
import { defineConfig } from 'vite';
import chromium from './manifest.json' with { type: 'json' };
import { aimGuard } from './scripts/aim-guard.ts';
import { deferFflate } from './scripts/defer-fflate.ts';
import { firefoxManifest } from './scripts/firefox-manifest.ts';

const HEIC = 'libheif-js/libheif-wasm/libheif-bundle.mjs';

type Options = Parameters<typeof crx>[0];

/** Builds the extension for one browser (`--mode chromium` or `firefox`) into `dist/<browser>`, or `LACHAN_OUT`. */
export default defineConfig(({ mode }) => {
  const browser = mode === 'firefox' ? 'firefox' : 'chrome';
  const manifest = aimGuard(mode === 'firefox' ? firefoxManifest(chromium) : chromium);
  return {
    plugins: [crx({ manifest: manifest as Options['manifest'], browser })],
    resolve: { alias: { fflate: deferFflate() } },
    // The scan worker loads pdf.js only when a PDF comes. Two workers read HEIC photos: its decoder, 2 MB, is one file that
    // both load, put there by scripts/build.ts.
    worker: {
      format: 'es',
      rollupOptions: { external: [HEIC], output: { paths: { [HEIC]: '../vision/libheif-bundle.mjs' } } },
    },
    build: {
      outDir: process.env.LACHAN_OUT || `dist/${mode === 'firefox' ? 'firefox' : 'chromium'}`,
      emptyOutDir: true,
      target: mode === 'firefox' ? 'firefox140' : 'chrome120',
      rollupOptions: {
        input: {
          offscreen: 'src/offscreen/index.html',
          review: 'src/review/index.html',
          precheck: 'src/precheck/index.html',
        },
      },
    },
  };
});
