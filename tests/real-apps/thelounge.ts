import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import type { TestBrowser } from '../support/browser.ts';
import { choose, closeNotice, dropFile, find, paste, press, type } from './acting.ts';
import type { App, Channel, Stored } from './app.ts';
import { installDebianPackages, installNpmPackage } from './install.ts';
import { findFreePort, startDaemon, wait } from './processes.ts';
import type { Sample } from './samples.ts';
import { readFolder } from './stored.ts';

const HOST = 'chat.hoason.gov.vn';
const ROOM = '#hoason';
/** Its check for a new version ends the whole server where there is no Internet. */
const IGNORE_ERRORS = 'data:text/javascript,process.on("uncaughtException",(e)=>console.error(e))';
/** The last word of every sample; what comes up to it is one conversation. */
const TOKEN = /HS[0-9A-Z]+X\d+/;

/** The Lounge, a web chat that sends over a WebSocket, with ngIRCd and a listener who writes down what the room hears. */
export async function startTheLounge(folder: string): Promise<App> {
  installDebianPackages(['ngircd']);
  // The package names a branch of this dependency; the registry has a release.
  const installed = installNpmPackage('thelounge', '4.5.2', { 'irc-framework': '4.14.0' });
  const [ircPort, port] = [await findFreePort(), await findFreePort()];
  const home = join(folder, 'thelounge');
  mkdirSync(home);
  const irc = await startDaemon({
    command: '/usr/sbin/ngircd',
    args: ['--nodaemon', '--config', configureIrc(folder, ircPort)],
    folder,
    port: ircPort,
  });
  const room = await listen(ircPort);
  configureTheLounge(home, port, ircPort);
  const web = await startDaemon({
    command: process.execPath,
    args: ['--import', IGNORE_ERRORS, join(installed, 'node_modules', 'thelounge', 'index.js'), 'start'],
    folder,
    port,
    env: { THELOUNGE_HOME: home },
  });
  return {
    name: 'The Lounge',
    host: HOST,
    port,
    channels,
    logIn: async () => {},
    readStored: async () => [...room.readConversations(), ...readFolder('upload', join(home, 'uploads'))],
    async stop() {
      await web.stop();
      room.leave();
      await irc.stop();
    },
  };
}

const channels: readonly Channel[] = [
  {
    name: 'paste, Enter',
    place: 'room',
    carries: 'text',
    async act(test, sample) {
      const page = await enterRoom(test, sample);
      await page.click('#input');
      await paste(page);
      await closeNotice(page, sample);
      await page.click('#input');
      await press(page, 'Enter');
    },
    async afterRefusal(test, marked, clean) {
      const page = await enterRoom(test, marked);
      await page.click('#input');
      await paste(page);
      await closeNotice(page, marked);
      await test.copy({ text: clean.text, html: clean.html });
      await page.bringToFront();
      await page.click('#input');
      await paste(page);
      await wait(200);
      await press(page, 'Enter');
    },
  },
  {
    name: 'paste, send button',
    place: 'room',
    carries: 'text',
    async act(test, sample) {
      const page = await enterRoom(test, sample);
      await page.click('#input');
      await paste(page);
      await closeNotice(page, sample);
      await page.click('#submit');
    },
  },
  {
    name: 'type, Enter',
    place: 'room',
    carries: 'text',
    async act(test, sample) {
      const page = await enterRoom(test, sample);
      await page.click('#input');
      await type(page, sample.lines, ['Enter', 'Shift']);
      await closeNotice(page, sample);
      await page.click('#input');
      await press(page, 'Enter');
    },
  },
  {
    name: 'type line by line',
    place: 'room',
    carries: 'text',
    async act(test, sample) {
      const page = await enterRoom(test, sample);
      await page.click('#input');
      await type(page, sample.lines);
      await press(page, 'Enter');
    },
  },
  ...(['docx', 'pdf', 'large'] as const).map(
    (kind): Channel => ({
      name: `${kind} by chooser`,
      place: 'upload',
      carries: kind,
      async act(test, sample) {
        const page = await enterRoom(test, sample);
        await choose(page, '#upload', sample.files[kind].path);
      },
      async afterRefusal(test, marked, clean) {
        const page = await enterRoom(test, clean);
        await choose(page, '#upload', marked.files[kind].path);
        await closeNotice(page, marked);
        await choose(page, '#upload', clean.files[kind].path);
      },
    }),
  ),
  {
    name: 'docx by drop',
    place: 'upload',
    carries: 'docx',
    async act(test, sample) {
      const page = await enterRoom(test, sample);
      await dropFile(page, await find(page, '#chat'), sample.files.docx.path);
    },
  },
];

async function enterRoom(test: TestBrowser, sample: Sample): Promise<Page> {
  const page = await test.open(`https://${HOST}/`);
  await test.copy({ text: sample.text, html: sample.html });
  await page.bringToFront();
  await (await find(page, '#connect .btn[type=submit]')).click();
  await (await find(page, `.channel-list-item[data-name="${ROOM}"]:not(.parted-channel)`)).click();
  await find(page, '#input');
  await wait(300);
  return page;
}

function configureIrc(folder: string, port: number): string {
  const file = join(folder, 'ngircd.conf');
  writeFileSync(
    file,
    `[Global]
Name = irc.hoason.gov.vn
Info = IRC
Listen = 127.0.0.1
Ports = ${port}
PidFile =
ServerUID = irc
ServerGID = irc
[Limits]
MaxConnections = 50
MaxConnectionsIP = 0
MaxPenaltyTime = 0
[Options]
DNS = no
Ident = no
PAM = no
`,
  );
  return file;
}

function configureTheLounge(home: string, port: number, ircPort: number): void {
  const settings = {
    public: true,
    bind: '127.0.0.1',
    host: '127.0.0.1',
    port,
    reverseProxy: true,
    fileUpload: { enable: true, maxFileSize: 32_768, baseUrl: null },
    lockNetwork: true,
    defaults: {
      name: 'Hòa Sơn',
      host: '127.0.0.1',
      port: ircPort,
      tls: false,
      rejectUnauthorized: false,
      nick: 'vt%%%%',
      username: 'vanthu',
      join: ROOM,
    },
  };
  writeFileSync(join(home, 'config.js'), `module.exports = ${JSON.stringify(settings)};\n`);
}

interface Listener {
  readConversations(): Stored[];
  leave(): void;
}

/** Joins the room and keeps what is said there, as every other member's screen would. */
async function listen(port: number): Promise<Listener> {
  const said: { readonly speaker: string; readonly message: string }[] = [];
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  socket.write(`NICK nguoinghe\r\nUSER nghe 0 * :nghe\r\nJOIN ${ROOM}\r\n`);
  let rest = '';
  await new Promise<void>((joined, failed) => {
    socket.on('error', failed);
    socket.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line.startsWith('PING')) socket.write(line.replace('PING', 'PONG').concat('\r\n'));
        if (/ 366 /.test(line)) joined();
        const [, speaker, message] = /^:(\S+) PRIVMSG #\S+ :(.*)/.exec(line) ?? [];
        if (speaker !== undefined && message !== undefined) said.push({ speaker, message });
      }
    });
  });
  return {
    readConversations() {
      const conversations: string[][] = [];
      let last = '';
      for (const { speaker, message } of said) {
        if (speaker !== last) conversations.push([]);
        last = TOKEN.test(message) ? '' : speaker;
        conversations.at(-1)?.push(message);
      }
      return conversations.map((messages) => ({ place: 'room', content: messages.join('\n') }));
    },
    leave: () => void socket.destroy(),
  };
}
