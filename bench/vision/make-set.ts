import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import puppeteer, { type Page } from 'puppeteer';
import {
  crowdedPage,
  decoyPage,
  type Half,
  nearMissPage,
  plainPage,
  sheetPage,
  stampedPage,
} from './sample.ts';
import type { MarkTruth, PageSpec, PageTruth } from './spec.ts';
import { levels } from './words.ts';

/**
 * Makes pictures of stamped and of plain pages: `make-set.ts FOLDER tune|report|odd COUNT FIRST-SEED [FONT-PACKAGES
 * [MAX-DPI [decoys|crowded|near|sheets]]]`, half of them stamped; with `decoys` none, all with words that a level could be
 * mistaken for; with `crowded` half, mostly on text; with `near` none, all with a near miss; with `sheets` all, many times. The system's fonts are used, and web fonts from a node_modules folder of
 * @fontsource packages.
 */
const [folder, half, count, first, fontPackages, maxDpi, kind] = process.argv.slice(2);
if (!folder || (half !== 'tune' && half !== 'report' && half !== 'odd'))
  throw new Error('make-set FOLDER tune|report|odd COUNT SEED');
const LOTS: Readonly<Record<string, (seed: number, half: Half) => PageSpec>> = {
  decoys: decoyPage,
  crowded: crowdedPage,
  near: nearMissPage,
  sheets: sheetPage,
};
await mkdir(folder, { recursive: true });
const browser = await puppeteer.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--headless=new'],
  pipe: true,
});
const page = await browser.newPage();
await page.setContent(`<style>${fontPackages ? await webFonts(fontPackages) : ''}</style>`);
await page.addScriptTag({ content: await browserScript() });
const fonts = fontPackages ? await readdir(join(fontPackages, '@fontsource')) : [];
await page.evaluate(loadFonts, fonts.length);
const truthFile = join(folder, 'truth.jsonl');
await writeFile(truthFile, '');
for (let i = 0; i < Number(count); i++) {
  const seed = Number(first) + i;
  const lot = LOTS[kind ?? ''] ?? (i % 2 === 0 ? stampedPage : plainPage);
  const spec = lot(seed, half);
  const truth = await make(page, { ...spec, dpi: Math.min(spec.dpi, Number(maxDpi ?? 300)) }, half);
  await appendFile(truthFile, `${JSON.stringify(truth)}\n`);
}
await browser.close();

async function make(page: Page, spec: PageSpec, half: Half): Promise<PageTruth> {
  const drawn = await page.evaluate(
    (json) =>
      (
        globalThis as unknown as { drawPage(spec: PageSpec): Promise<{ base64: string; marks: MarkTruth[] }> }
      ).drawPage(JSON.parse(json)),
    JSON.stringify(spec),
  );
  const file = `${half}-${spec.seed}.${spec.disturbance.quality ? 'jpg' : 'png'}`;
  await writeFile(join(folder!, file), Buffer.from(drawn.base64, 'base64'));
  const secret = spec.marks.find((mark) => levels.some(([, words]) => words === mark.words));
  return {
    file,
    level: levels.find(([, words]) => words === secret?.words)?.[0] ?? null,
    marks: drawn.marks,
    mode: spec.disturbance.mode,
    dpi: spec.dpi,
    turn: spec.disturbance.turn,
    kind: spec.kind,
    font: (secret ?? spec.marks[0])?.font ?? '',
    shape: (secret ?? spec.marks[0])?.shape ?? '',
  };
}

async function browserScript(): Promise<string> {
  const files = ['random.ts', 'words.ts', 'disturb.ts', 'draw-page.ts'];
  const sources = await Promise.all(files.map((file) => readFile(join(import.meta.dirname, file), 'utf8')));
  const body = sources.map((source) =>
    stripTypeScriptTypes(source)
      .replace(/^import .*$/gm, '')
      .replace(/^export /gm, ''),
  );
  return `(() => {${body.join('\n')}\nglobalThis.drawPage = drawPage; })();`;
}

async function webFonts(packages: string): Promise<string> {
  const folder = join(packages, '@fontsource');
  let css = '';
  for (const name of await readdir(folder)) {
    for (const weight of ['400', '700']) {
      const sheet = await readFile(join(folder, name, `${weight}.css`), 'utf8').catch(() => '');
      for (const rule of sheet.split('}')) {
        const file = /url\(\.\/(files\/[^)]*(?:-latin-|vietnamese)[^)]*woff2)\)/.exec(rule)?.[1];
        if (!file) continue;
        const data = (await readFile(join(folder, name, file))).toString('base64');
        css += `${rule.replace(/src:[^;]*;/, `src:url(data:font/woff2;base64,${data});`)}}`;
      }
    }
  }
  return css;
}

async function loadFonts(): Promise<void> {
  await Promise.all([...document.fonts].map((font) => font.load()));
}
