import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import type { TestBrowser } from '../support/browser.ts';
import { choose, closeNotice, dropFile, dropText, find, paste, press, type } from './acting.ts';
import type { App, Channel, Stored } from './app.ts';
import { type Database, startDatabase } from './database.ts';
import { copyFromGuide, copyPlugin } from './guide.ts';
import { installDebianPackages } from './install.ts';
import { PHP_PACKAGES, startPhp } from './php.ts';
import { wait } from './processes.ts';
import type { Sample } from './samples.ts';
import { readFolder } from './stored.ts';
import type { UnitServer } from './unit-server.ts';

const HOST = 'blog.hoason.edu.vn';
const USER = 'bientap';
const PASSWORD = 'mat-khau-dai-41';
/** Seconds until the editor saves by itself; an administrator's setting. */
const AUTOSAVE = 6;

/** WordPress of Debian with its block editor, on PHP's own web server and MariaDB. */
export async function startWordPress(folder: string): Promise<App> {
  installDebianPackages([...PHP_PACKAGES, 'wordpress', 'wordpress-theme-twentytwentythree']);
  const database = await startDatabase(folder);
  database.run('CREATE DATABASE wordpress CHARACTER SET utf8mb4');
  const home = join(folder, 'wordpress');
  // A copy, since the settings and the uploads live in the program's folder.
  execFileSync('cp', ['-rL', '/usr/share/wordpress', home]);
  configure(home, database);
  const web = await startPhp(folder, home);
  return {
    name: 'WordPress',
    host: HOST,
    port: web.port,
    channels,
    logIn,
    refusesFiles: true,
    protect: (unit, by) => protect(home, unit, by),
    readStored: async () => [
      ...readPosts(database),
      ...readFolder('upload', join(home, 'wp-content', 'uploads')),
    ],
    async stop() {
      await web.stop();
      await database.stop();
    },
  };
}

const channels: readonly Channel[] = [
  {
    name: 'block editor: paste, publish',
    place: 'published post',
    carries: 'text',
    async act(test, sample) {
      const page = await openEditor(test, sample);
      await paste(page);
      await publish(page, sample);
    },
    async afterRefusal(test, marked, clean) {
      const page = await openEditor(test, marked);
      await paste(page);
      await closeNotice(page, marked);
      await test.copy({ text: clean.text, html: clean.html });
      await page.bringToFront();
      await page.click('.wp-block-paragraph, .block-editor-default-block-appender__content');
      await paste(page);
      await publish(page, clean);
    },
  },
  {
    name: 'block editor: type, publish',
    place: 'published post',
    carries: 'text',
    async act(test, sample) {
      const page = await openEditor(test, sample);
      await type(page, sample.lines);
      await publish(page, sample);
    },
  },
  {
    name: 'block editor: drop text, publish',
    place: 'published post',
    carries: 'text',
    async act(test, sample) {
      const page = await openEditor(test, sample);
      await page.keyboard.type('Kính gửi');
      await dropText(page, await find(page, '.wp-block-paragraph'), sample.text, sample.html);
      await publish(page, sample);
    },
  },
  {
    name: 'block editor: paste, autosaved draft',
    place: 'draft',
    carries: 'text',
    sendsAfter: AUTOSAVE * 1000,
    async act(test, sample) {
      await paste(await openEditor(test, sample));
    },
  },
  {
    name: 'block editor: type, autosaved draft',
    place: 'draft',
    carries: 'text',
    sendsAfter: AUTOSAVE * 1000,
    async act(test, sample) {
      await type(await openEditor(test, sample), sample.lines);
    },
  },
  {
    name: 'block editor: drop docx (file block)',
    place: 'upload',
    carries: 'docx',
    async act(test, sample) {
      const page = await openEditor(test, sample);
      await page.keyboard.type('Kính gửi');
      await dropFile(page, await find(page, '.wp-block-paragraph'), sample.files.docx.path);
    },
  },
  ...(['docx', 'pdf', 'large'] as const).map(
    (kind): Channel => ({
      name: `media: ${kind} by chooser`,
      place: 'upload',
      carries: kind,
      async act(test, sample) {
        const page = await test.open(`https://${HOST}/wp-admin/media-new.php`);
        await choose(page, await find(page, '#plupload-browse-button'), sample.files[kind].path);
      },
      async afterRefusal(test, marked, clean) {
        const page = await test.open(`https://${HOST}/wp-admin/media-new.php`);
        await choose(page, await find(page, '#plupload-browse-button'), marked.files[kind].path);
        await closeNotice(page, marked);
        await choose(page, await find(page, '#plupload-browse-button'), clean.files[kind].path);
      },
    }),
  ),
  {
    name: 'media: docx by drop',
    place: 'upload',
    carries: 'docx',
    async act(test, sample) {
      const page = await test.open(`https://${HOST}/wp-admin/media-new.php`);
      await dropFile(page, await find(page, '#drag-drop-area'), sample.files.docx.path);
    },
  },
];

async function logIn(test: TestBrowser): Promise<void> {
  const page = await test.open(`https://${HOST}/wp-login.php`);
  await wait(500);
  await page.type('#user_login', USER);
  await page.type('#user_pass', PASSWORD);
  await Promise.all([page.waitForNavigation({ timeout: 60_000 }), page.click('#wp-submit')]);
  await find(page, '#wpadminbar');
  await page.close();
}

/** A new post with a title; the caret is in its first paragraph. */
async function openEditor(test: TestBrowser, sample: Sample): Promise<Page> {
  const page = await test.open(`https://${HOST}/wp-admin/post-new.php`);
  await test.copy({ text: sample.text, html: sample.html });
  await page.bringToFront();
  await find(page, '.editor-post-title__input');
  await wait(500);
  const guide = await page.$('.components-guide .components-modal__header button');
  if (guide) await guide.click();
  await page.click('.editor-post-title__input');
  await page.keyboard.type('Kết quả quý III');
  await press(page, 'Enter');
  await wait(200);
  return page;
}

/** The editor disables its buttons while it saves by itself, so a person clicks again. */
async function publish(page: Page, sample: Sample): Promise<void> {
  await closeNotice(page, sample);
  const confirm = '.editor-post-publish-panel__header-publish-button button';
  for (let tries = 0; tries < 8 && !(await page.$('.post-publish-panel__postpublish')); tries++) {
    await wait(1000);
    await page
      .click((await page.$(confirm)) ? confirm : '.editor-post-publish-panel__toggle')
      .catch(() => {});
  }
}

/** The guide's must-use plug-in; without the script it is the backend alone that refuses. */
function protect(home: string, unit: UnitServer, by: 'plug-in' | 'backend'): void {
  const content = join(home, 'wp-content');
  mkdirSync(join(content, 'mu-plugins'), { recursive: true });
  writeFileSync(join(content, 'mu-plugins', 'la-chan.php'), copyFromGuide('WordPress', 'php'));
  rmSync(join(content, 'la-chan'), { recursive: true, force: true });
  if (by === 'plug-in') copyPlugin(join(content, 'la-chan'));
  const settings = {
    LA_CHAN_PAGES: `https://${unit.host}`,
    LA_CHAN_SITE_KEY: unit.siteKey,
    ...(by === 'backend' && { LA_CHAN_SERVER: `http://localhost:${unit.port}`, LA_CHAN_KEY: unit.scanKey }),
  };
  const lines = Object.entries(settings).map(([name, value]) => `define('${name}', '${value}');\n`);
  const file = join(home, 'wp-config.php');
  const plain = readFileSync(file, 'utf8').replace(/^define\('LA_CHAN.*\n/gm, '');
  writeFileSync(file, plain.replace('<?php\n', `<?php\n${lines.join('')}`));
}

function configure(home: string, { port, user, password }: Database): void {
  writeFileSync(
    join(home, 'wp-config.php'),
    `<?php
define('DB_NAME', 'wordpress');
define('DB_USER', '${user}');
define('DB_PASSWORD', '${password}');
define('DB_HOST', '127.0.0.1:${port}');
define('DB_CHARSET', 'utf8mb4');
define('WP_HOME', 'https://${HOST}');
define('WP_SITEURL', 'https://${HOST}');
define('AUTOSAVE_INTERVAL', ${AUTOSAVE});
define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('WP_AUTO_UPDATE_CORE', false);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
`,
  );
  execFileSync('php', [
    '-r',
    `define('WP_INSTALLING', true); $_SERVER['HTTP_HOST'] = '${HOST}'; $_SERVER['REQUEST_URI'] = '/';
    require '${home}/wp-load.php'; require ABSPATH . 'wp-admin/includes/upgrade.php';
    wp_install('Trang tin Hòa Sơn', '${USER}', '${USER}@hoason.edu.vn', false, '', '${PASSWORD}');`,
  ]);
}

function readPosts(database: Database): Stored[] {
  const rows = database.read(
    'wordpress',
    ['post_type', 'post_status', 'post_title', 'post_content'],
    'wp_posts',
  );
  return rows.map(([type, status, title, content]) => ({
    place: type !== 'post' ? `${type}` : status === 'publish' ? 'published post' : 'draft',
    content: `${title}\n${content}`,
  }));
}
