import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElementHandle, Page } from 'puppeteer';
import type { TestBrowser } from '../support/browser.ts';
import { choose, clickWhenStill, closeNotice, find, paste, press, type } from './acting.ts';
import { type App, type Channel, NotHere, type Stored } from './app.ts';
import { type Database, startDatabase } from './database.ts';
import { copyFromGuide, copyPlugin } from './guide.ts';
import { installDebianPackages } from './install.ts';
import { fillRegister, HOST, install, PASSWORD, USER, uploadInChunks } from './nukeviet-install.ts';
import { PHP_PACKAGES, startPhp } from './php.ts';
import { wait } from './processes.ts';
import type { FileKind, Sample } from './samples.ts';
import { readFolder } from './stored.ts';
import type { UnitServer } from './unit-server.ts';

const ADMIN = `https://${HOST}/admin/index.php?language=vi`;

/**
 * NukeViet with its document register (module-dispatch). No package registry has them: `LACHAN_NUKEVIET` names a folder
 * with the source of NukeViet 4.5, the module's `modules` and `themes` laid over it.
 */
export async function startNukeViet(folder: string): Promise<App> {
  const source = process.env.LACHAN_NUKEVIET;
  if (!source) throw new NotHere('LACHAN_NUKEVIET does not name a folder with NukeViet.');
  installDebianPackages([...PHP_PACKAGES, 'curl']);
  const database = await startDatabase(folder);
  database.run('CREATE DATABASE nukeviet CHARACTER SET utf8mb4');
  const home = join(folder, 'nukeviet');
  execFileSync('cp', ['-r', source, home]);
  const web = await startPhp(folder, home);
  install(folder, web.port, database);
  uploadInChunks(home, database);
  return {
    name: 'NukeViet',
    host: HOST,
    port: web.port,
    channels,
    logIn: (test) => logIn(test, database),
    protect: (unit) => protect(home, unit),
    readStored: async () => [
      ...readArticles(database),
      ...readRegister(database),
      ...readFolder('upload', join(home, 'uploads')),
    ],
    async stop() {
      await web.stop();
      await database.stop();
    },
  };
}

const shortLine = ({ marked, token }: Sample) => [`${marked ? 'TỐI MẬT - ' : ''}Báo cáo hồ sơ ${token}`];

const channels: readonly Channel[] = [
  {
    name: 'news, CKEditor 4: paste, publish',
    place: 'published article',
    carries: 'text',
    async act(test, sample) {
      const page = await openArticle(test, sample.text, sample.html);
      await page.click('iframe.cke_wysiwyg_frame');
      await paste(page);
      await save(page, sample, 'status1');
    },
  },
  {
    name: 'news, CKEditor 4: type, save draft',
    place: 'draft',
    carries: 'text',
    async act(test, sample) {
      const page = await openArticle(test, sample.text, sample.html);
      await page.click('iframe.cke_wysiwyg_frame');
      await type(page, sample.lines);
      await save(page, sample, 'status4');
    },
  },
  {
    name: 'news, intro: paste, save draft',
    place: 'draft',
    carries: 'text',
    async act(test, sample) {
      const page = await openArticle(test, sample.text, sample.html);
      await writeBody(page);
      await page.click('#news_hometext');
      await paste(page);
      await save(page, sample, 'status4');
    },
  },
  {
    name: 'news, title: paste, leave the field, save draft',
    place: 'draft',
    carries: 'text',
    lines: shortLine,
    async act(test, sample) {
      const page = await openArticle(test, shortLine(sample).join());
      await writeBody(page);
      await page.click('#idtitle', { count: 3 });
      await paste(page);
      await press(page, 'Tab');
      await wait(800);
      await save(page, sample, 'status4');
    },
  },
  {
    name: 'news, title: type, leave the field, save draft',
    place: 'draft',
    carries: 'text',
    lines: shortLine,
    async act(test, sample) {
      const page = await openArticle(test, '');
      await writeBody(page);
      await page.click('#idtitle', { count: 3 });
      await type(page, shortLine(sample));
      await press(page, 'Tab');
      await wait(800);
      await save(page, sample, 'status4');
    },
  },
  ...(['docx', 'pdf', 'large'] as const).map(
    (kind): Channel => ({
      name: `file manager: ${kind} by chooser${kind === 'large' ? ', in chunks' : ''}`,
      place: 'upload',
      carries: kind,
      async act(test, sample) {
        const page = await test.open(`${ADMIN}&nv=upload`);
        await page.bringToFront();
        const frame = await (await find(page, '#uploadframe')).contentFrame();
        if (!frame) throw new Error('The file manager has no frame.');
        // The tree of folders is drawn anew when its sizes are known.
        await wait(1500);
        await clickWhenStill(frame, 'span.folder[title="uploads/news"]');
        await wait(500);
        await upload(page, frame, sample, kind);
      },
    }),
  ),
  {
    name: 'register: paste summary, save',
    place: 'register',
    carries: 'text',
    async act(test, sample) {
      const page = await openRegister(test, sample.text, sample.html);
      await page.click('textarea[name=content]');
      await paste(page);
      await closeNotice(page, sample);
      await page.click('input[name=btnsubmit]');
    },
  },
  {
    name: 'register: type title, save',
    place: 'register',
    carries: 'text',
    lines: shortLine,
    async act(test, sample) {
      const page = await openRegister(test, '');
      await page.click('#title', { count: 3 });
      await type(page, shortLine(sample));
      await closeNotice(page, sample);
      await page.click('input[name=btnsubmit]');
    },
  },
  {
    name: 'register: type the level into a field of its own, save',
    place: 'register',
    carries: 'text',
    lines: ({ token }) => [`Báo cáo hồ sơ ${token}`],
    async act(test, sample) {
      const page = await openRegister(test, '');
      await page.click('#title', { count: 3 });
      await type(page, [`Báo cáo hồ sơ ${sample.token}`]);
      await page.click('#code', { count: 3 });
      await type(page, [sample.marked ? 'TỐI MẬT' : '42/BC']);
      await closeNotice(page, sample);
      await page.click('input[name=btnsubmit]');
    },
  },
  ...(['docx', 'large'] as const).map(
    (kind): Channel => ({
      name: `register: ${kind} in the pop-up window`,
      place: 'upload',
      carries: kind,
      async act(test, sample) {
        const page = await openRegister(test, '');
        const [opened] = await Promise.all([
          new Promise<Page | null>((resolve) => page.once('popup', resolve)),
          page.click('input[name=selectfile]'),
        ]);
        if (!opened) throw new Error('No window opened.');
        await opened.bringToFront();
        await upload(opened, opened, sample, kind);
      },
    }),
  ),
];

/** The guide's tag as the first script of the administration's pages. */
function protect(home: string, unit: UnitServer): void {
  copyPlugin(join(home, 'la-chan'));
  const tag = copyFromGuide('NukeViet', 'html', {
    'https://lachan.anphu.gov.vn': `https://${unit.host}`,
    'KHOA-CUA-TRANG': unit.siteKey,
  });
  const file = join(home, 'themes/admin_default/system/header.tpl');
  const header = readFileSync(file, 'utf8');
  if (!header.includes('la-chan.js')) writeFileSync(file, header.replace('<head>', `<head>\n${tag}`));
}

async function logIn(test: TestBrowser, database: Database): Promise<void> {
  const page = await test.open(ADMIN);
  await page.type('#nv_login', USER);
  await page.type('#nv_password', PASSWORD);
  await Promise.all([page.waitForNavigation({ timeout: 60_000 }), press(page, 'Enter')]);
  await wait(1000);
  await page.goto(`${ADMIN}&nv=modules&op=setup`);
  const setUp = await page.$('a.nv-setup-module[data-title=dispatch]');
  if (setUp) {
    await Promise.all([page.waitForNavigation({ timeout: 60_000 }), setUp.click()]);
    fillRegister(database);
  }
  await page.close();
}

/** A new article with a title and a category. */
async function openArticle(test: TestBrowser, text: string, html?: string): Promise<Page> {
  const page = await test.open(`${ADMIN}&nv=news&op=content`);
  await copy(test, text, html);
  await page.bringToFront();
  await find(page, 'iframe.cke_wysiwyg_frame');
  await wait(500);
  await page.type('#idtitle', 'Kết quả quý III');
  await press(page, 'Tab');
  await page.click('input[name="catids[]"]');
  return page;
}

/** An article without a body is not saved. */
async function writeBody(page: Page): Promise<void> {
  await page.click('iframe.cke_wysiwyg_frame');
  await page.keyboard.type('Kính gửi.');
}

async function save(page: Page, sample: Sample, button: 'status1' | 'status4'): Promise<void> {
  await closeNotice(page, sample);
  await page.click(`input[name=${button}]`);
}

/** The form of a new document, all of its required fields filled in. */
async function openRegister(test: TestBrowser, text: string, html?: string): Promise<Page> {
  const page = await test.open(`${ADMIN}&nv=dispatch&op=add_document`);
  await copy(test, text, html);
  await page.bringToFront();
  await page.type('#title', 'Báo cáo quý III');
  await page.type('#code', '41/BC');
  await page.type('#from_org', 'Huyện Hòa Sơn');
  // The calendar's fields cannot be typed into.
  await page.$$eval('#from_time, #date_iss, #date_first', (fields) => {
    for (const field of fields) if (field instanceof HTMLInputElement) field.value = '03.11.2026';
  });
  return page;
}

async function copy(test: TestBrowser, text: string, html?: string): Promise<void> {
  if (text) await test.copy(html ? { text, html } : { text });
}

/** Chooses a file into the queue and starts the queue. */
async function upload(
  page: Page,
  where: Parameters<typeof find>[0],
  sample: Sample,
  kind: FileKind,
): Promise<void> {
  await find(where, '#upload-dropdown-btn button');
  await wait(500);
  await choose(page, await openMenu(where), sample.files[kind].path);
  if (sample.marked) await closeNotice(page, sample);
  // A refused file never gets into the queue, so there is nothing to start.
  const start = await where
    .waitForSelector('#upload-start', { visible: true, timeout: sample.marked ? 8000 : 30_000 })
    .catch(() => null);
  if (start) await clickWhenStill(where, '#upload-start');
}

/** Opens the menu of the upload button; a click before the page's scripts are ready opens nothing. */
async function openMenu(where: Parameters<typeof find>[0]): Promise<ElementHandle> {
  for (let tries = 0; tries < 20; tries++) {
    await clickWhenStill(where, '#upload-dropdown-btn button');
    const item = await where
      .waitForSelector('#upload-local', { visible: true, timeout: 2000 })
      .catch(() => null);
    if (item) return item;
  }
  throw new Error('The menu of the upload button does not open.');
}

function readArticles(database: Database): Stored[] {
  const rows = database.read(
    'nukeviet',
    ['r.status', 'r.title', 'r.hometext', 'd.bodyhtml'],
    'nv4_vi_news_rows r JOIN nv4_vi_news_detail d ON d.id = r.id',
  );
  return rows.map(([status, title, hometext, body]) => ({
    place: status === '1' ? 'published article' : 'draft',
    content: `${title}\n${hometext}\n${body}`,
  }));
}

function readRegister(database: Database): Stored[] {
  if (
    !database.read(
      'information_schema',
      ['table_name'],
      "tables WHERE table_name = 'nv4_vi_dispatch_document'",
    ).length
  )
    return [];
  const rows = database.read('nukeviet', ['title', 'code', 'content'], 'nv4_vi_dispatch_document');
  return rows.map((columns) => ({ place: 'register', content: columns.join('\n') }));
}
