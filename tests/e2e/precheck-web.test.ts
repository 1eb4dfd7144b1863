import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../architecture/source.ts';
import { writeDocx } from '../documents/writers/office.ts';
import { writePdf } from '../documents/writers/pdf.ts';
import { clean, marked } from '../documents/writers/words.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { drivePrecheck, en, type PrecheckPage, vi } from '../support/precheck-page.ts';
import { type ReceivingServer, startReceivingServer } from '../support/receiving-server.ts';

const PAGE = 'https://don-vi.example.vn/kiem-tra/';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};

let server: ReceivingServer;
let test: TestBrowser;
let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'la-chan-precheck-web-'));
  writeFileSync(at('clean.docx'), writeDocx(clean));
  writeFileSync(at('marked.pdf'), writePdf([marked]));
  server = await startReceivingServer((host, path) => {
    const name = path.split('?')[0]!.replace('/kiem-tra/', '') || 'index.html';
    const file = join(ROOT, 'dist/precheck', name);
    if (host !== 'don-vi.example.vn' || !existsSync(file)) return null;
    return { type: TYPES[extname(name)] ?? 'application/octet-stream', body: readFileSync(file) };
  });
  test = await launchBrowser({ port: server.port, extension: false });
});
afterAll(async () => {
  await test?.stop();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function open(language: string, texts: typeof vi): Promise<PrecheckPage> {
  return drivePrecheck(await test.open(`${PAGE}?lang=${language}`), texts);
}

describe('the pre-check page on a plain web server', () => {
  it.each([
    ['vi', vi],
    ['en', en],
  ])('checks files in %s and fetches nothing but its own files', async (language, texts) => {
    const driven = await open(language, texts);
    const say = (key: string) => texts[key]!.message;
    await driven.choose(say('precheck_pick_files'), [at('clean.docx'), at('marked.pdf')]);
    expect(await driven.results()).toEqual({
      'clean.docx': say('precheck_item_clean'),
      'marked.pdf': say('precheck_item_marked'),
    });
    expect(driven.requests.filter((address) => !address.startsWith(PAGE))).toEqual([]);
    // The unit's server would have its pack there; a plain one has none.
    expect(server.received.filter(({ url }) => url !== '/kiem-tra/rules.json')).toEqual([]);
    await driven.page.close();
  });

  it('signs with a key that this browser keeps, the same one each time', async () => {
    const keys: string[] = [];
    for (let i = 0; i < 2; i++) {
      const driven = await open('vi', vi);
      await driven.drop([at('clean.docx')]);
      await driven.results();
      await driven.press(vi.precheck_issue_certificate!.message);
      keys.push((await driven.certificate(folder)).signature.keyId);
      await driven.page.close();
    }
    expect(keys[0]).toBe(keys[1]);
  });

  it('may connect to no other host', async () => {
    const driven = await open('vi', vi);
    const sent = await driven.page.evaluate(() =>
      fetch('https://elsewhere.example.com/', { method: 'POST', body: 'x', mode: 'no-cors' }).then(
        () => 'sent',
        () => 'refused',
      ),
    );
    expect(sent).toBe('refused');
    await driven.page.close();
  });
});
