import { readFile, writeFile } from 'node:fs/promises';
import puppeteer from 'puppeteer';

/** Renders `icons/icon.svg` to the sizes the manifest names. Run by hand after changing the drawing: `node scripts/render-icons.ts`. */
const SIZES = [16, 32, 48, 128];

const drawing = await readFile('icons/icon.svg', 'utf8');
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/lib/chromium/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage();
for (const size of SIZES) {
  await page.setViewport({ width: size, height: size });
  await page.setContent(
    `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${drawing}`,
  );
  await writeFile(`icons/${size}.png`, await page.screenshot({ omitBackground: true }));
}
await browser.close();
