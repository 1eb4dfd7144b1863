import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import type { Page } from 'puppeteer';
import type { TestBrowser } from '../support/browser.ts';
import { choose, closeNotice, dropFile, find, paste, type } from './acting.ts';
import type { App, Channel, Stored } from './app.ts';
import { installDebianPackages } from './install.ts';
import { PHP_PACKAGES, startPhp } from './php.ts';
import { findFreePort, startDaemon, wait } from './processes.ts';
import type { Sample } from './samples.ts';
import { startMailReceiver } from './smtp.ts';
import { readFolder } from './stored.ts';

const HOST = 'mail.hoason.gov.vn';
/** Seconds until Roundcube saves a draft by itself; an administrator's setting. */
const AUTOSAVE = 6;

/** Roundcube of Debian on PHP's own web server, with Dovecot for the mailbox and a receiver in place of the next mail server. */
export async function startRoundcube(folder: string): Promise<App> {
  installDebianPackages(
    [...PHP_PACKAGES, 'dovecot-imapd', 'roundcube-core', 'roundcube-sqlite3'],
    ['roundcube-core roundcube/dbconfig-install boolean false'],
  );
  const imapPort = await findFreePort();
  const mail = await startMailReceiver();
  const dovecot = await startDaemon({
    command: '/usr/sbin/dovecot',
    args: ['-F', '-c', configureDovecot(folder, imapPort)],
    folder,
    port: imapPort,
  });
  const settings = configureRoundcube(folder, imapPort, mail.port);
  const web = await startPhp(
    folder,
    '/var/lib/roundcube/public_html',
    {},
    { ROUNDCUBE_CONFIG_DIR: settings },
  );
  return {
    name: 'Roundcube',
    host: HOST,
    port: web.port,
    channels,
    logIn,
    readStored: () => readStored(folder, mail.messages),
    async stop() {
      await web.stop();
      await dovecot.stop();
      await mail.stop();
    },
  };
}

const channels: readonly Channel[] = [
  {
    name: 'plain: paste, send',
    place: 'sent mail',
    carries: 'text',
    async act(test, sample) {
      const page = await compose(test, sample);
      await page.click('#composebody');
      await paste(page);
      await send(page, sample);
    },
    async afterRefusal(test, marked, clean) {
      const page = await compose(test, marked);
      await page.click('#composebody');
      await paste(page);
      await closeNotice(page, marked);
      await test.copy({ text: clean.text, html: clean.html });
      await page.bringToFront();
      await page.click('#composebody');
      await paste(page);
      await send(page, clean);
    },
  },
  {
    name: 'plain: type, send',
    place: 'sent mail',
    carries: 'text',
    async act(test, sample) {
      const page = await compose(test, sample);
      await page.click('#composebody');
      await type(page, sample.lines);
      await send(page, sample);
    },
  },
  {
    name: 'plain: paste, autosaved draft',
    place: 'draft',
    carries: 'text',
    sendsAfter: AUTOSAVE * 1000,
    async act(test, sample) {
      const page = await compose(test, sample);
      await page.click('#composebody');
      await paste(page);
    },
  },
  {
    name: 'plain: type, autosaved draft',
    place: 'draft',
    carries: 'text',
    sendsAfter: AUTOSAVE * 1000,
    async act(test, sample) {
      const page = await compose(test, sample);
      await page.click('#composebody');
      await type(page, sample.lines);
    },
  },
  {
    name: 'HTML (TinyMCE): paste, send',
    place: 'sent mail',
    carries: 'text',
    async act(test, sample) {
      const page = await compose(test, sample);
      await openHtmlEditor(page);
      await paste(page);
      await send(page, sample);
    },
  },
  {
    name: 'HTML (TinyMCE): type, send',
    place: 'sent mail',
    carries: 'text',
    async act(test, sample) {
      const page = await compose(test, sample);
      await openHtmlEditor(page);
      await type(page, sample.lines);
      await send(page, sample);
    },
  },
  ...(['docx', 'pdf', 'large'] as const).map(
    (kind): Channel => ({
      name: `attach ${kind} by chooser, send`,
      place: 'attachment of sent mail',
      carries: kind,
      async act(test, sample) {
        const page = await compose(test, sample);
        await choose(page, '#compose-attachments button.attach', sample.files[kind].path);
        await waitForAttachment(page, sample);
        await send(page, sample);
      },
      async afterRefusal(test, marked, clean) {
        const page = await compose(test, clean);
        await choose(page, '#compose-attachments button.attach', marked.files[kind].path);
        await closeNotice(page, marked);
        await choose(page, '#compose-attachments button.attach', clean.files[kind].path);
        await waitForAttachment(page, clean);
        await send(page, clean);
      },
    }),
  ),
  {
    name: 'attach docx by drop, send',
    place: 'attachment of sent mail',
    carries: 'docx',
    async act(test, sample) {
      const page = await compose(test, sample);
      await dropFile(page, await find(page, '#compose-attachments'), sample.files.docx.path);
      await waitForAttachment(page, sample);
      await send(page, sample);
    },
  },
];

async function logIn(test: TestBrowser): Promise<void> {
  const page = await test.open(`https://${HOST}/`);
  await page.type('#rcmloginuser', 'vanthu');
  await page.type('#rcmloginpwd', 'matkhau');
  await Promise.all([page.waitForNavigation(), page.click('#rcmloginsubmit')]);
  await find(page, '#messagelist, .message-list, #layout-list');
  await page.close();
}

async function compose(test: TestBrowser, sample: Sample): Promise<Page> {
  const page = await test.open(`https://${HOST}/?_task=mail&_action=compose`);
  await test.copy({ text: sample.text, html: sample.html });
  await page.bringToFront();
  await page.type(
    '#compose_to .recipient-input input, #compose_to input[role=combobox]',
    'hiep.thanh@example.edu.vn,',
  );
  await page.type('#compose-subject', 'Báo cáo quý III');
  return page;
}

async function openHtmlEditor(page: Page): Promise<void> {
  await page.click('a.mce-i-html');
  const frame = await (await find(page, '#composebody_ifr')).contentFrame();
  if (!frame) throw new Error('TinyMCE has no frame.');
  await wait(500);
  await page.click('#composebody_ifr');
}

/** The list shows an attachment once the upload is done; a refused one never shows. */
async function waitForAttachment(page: Page, { marked }: Sample): Promise<void> {
  await page
    .waitForSelector('#attachment-list li:not(.uploading)', { timeout: marked ? 8000 : 30_000 })
    .catch(() => {});
}

async function send(page: Page, sample: Sample): Promise<void> {
  await closeNotice(page, sample);
  await page.click('button.btn.send');
}

/** The mail server's settings: one folder per user, any user with the password. */
function configureDovecot(folder: string, port: number): string {
  const file = join(folder, 'dovecot.conf');
  mkdirSync(join(folder, 'mail'), { recursive: true });
  execFileSync('chown', ['mail:mail', join(folder, 'mail')]);
  writeFileSync(
    file,
    `base_dir = ${folder}/dovecot
state_dir = ${folder}/dovecot
instance_name = la-chan-${port}
log_path = ${folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
mail_location = maildir:${folder}/mail/%n
passdb {
  driver = static
  args = password=matkhau
}
userdb {
  driver = static
  args = uid=mail gid=mail home=${folder}/mail/%n
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
namespace inbox {
  inbox = yes
  mailbox Drafts {
    auto = create
    special_use = \\Drafts
  }
  mailbox Sent {
    auto = create
    special_use = \\Sent
  }
}
`,
  );
  return file;
}

/** Roundcube's own settings folder: Debian's defaults plus where to find the mailbox. */
function configureRoundcube(folder: string, imapPort: number, smtpPort: number): string {
  const home = join(folder, 'roundcube');
  for (const name of ['', 'temp', 'logs']) mkdirSync(join(home, name), { recursive: true });
  for (const name of ['defaults.inc.php', 'mimetypes.php'])
    copyFileSync(`/etc/roundcube/${name}`, join(home, name));
  const database = join(home, 'roundcube.db');
  execFileSync('php', [
    '-r',
    `$d = new PDO('sqlite:${database}'); $d->exec(file_get_contents('/usr/share/roundcube/SQL/sqlite.initial.sql'));`,
  ]);
  const settings = {
    db_dsnw: `sqlite:///${database}?mode=0640`,
    imap_host: `127.0.0.1:${imapPort}`,
    smtp_host: `127.0.0.1:${smtpPort}`,
    smtp_user: '',
    smtp_pass: '',
    des_key: 'la-chan-test-la-chan-tes',
    username_domain: 'hoason.gov.vn',
    language: 'vi_VN',
    skin: 'elastic',
    plugins: [],
    enable_spellcheck: false,
    drafts_mbox: 'Drafts',
    sent_mbox: 'Sent',
    draft_autosave: AUTOSAVE,
    temp_dir: join(home, 'temp'),
    log_dir: join(home, 'logs'),
  };
  writeFileSync(
    join(home, 'config.inc.php'),
    `<?php $config = json_decode(<<<'END'\n${JSON.stringify(settings)}\nEND, true);\n`,
  );
  return home;
}

async function readStored(folder: string, delivered: readonly Buffer[]): Promise<Stored[]> {
  const stored: Stored[] = [];
  for (const message of delivered) stored.push(...(await readMessage('sent mail', message)));
  const mailbox = join(folder, 'mail');
  for (const name of readdirSync(mailbox, { recursive: true, encoding: 'utf8' })) {
    if (!/\/(cur|new)\/[^/]+$/.test(name)) continue;
    const folderName = name.includes('.Drafts/') ? 'draft' : 'mailbox';
    const place = /:2,[A-Z]*T/.test(name) ? `deleted ${folderName}` : folderName;
    stored.push(...(await readMessage(place, readFileSync(join(mailbox, name)))));
  }
  stored.push(...readFolder('upload', join(folder, 'roundcube', 'temp')));
  return stored;
}

async function readMessage(place: string, message: Buffer): Promise<Stored[]> {
  const { text, html, attachments } = await PostalMime.parse(message);
  return [
    { place, content: [html, text].filter(Boolean).join('\n') },
    ...attachments.map(({ content }) => ({
      place: `attachment of ${place}`,
      content: typeof content === 'string' ? content : Buffer.from(content as ArrayBuffer),
    })),
  ];
}
