import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { generate } from 'selfsigned';

const COMMAND = resolve(import.meta.dirname, '../../dist/cli/la-chan.js');
const SERVER_SAYS = 20_000;

/** Runs a script in which `la-chan` is the built command; resolves to what it printed, or rejects with it. */
export async function runCommands(
  script: string,
  where: string,
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  const whole = `la-chan() { "${process.execPath}" "${COMMAND}" --lang en "$@"; }\n${script}`;
  const options = { cwd: where, env: { ...process.env, ...env } };
  try {
    return (await promisify(execFile)('bash', ['--norc', '-eu', '-c', whole], options)).stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${script}\n${stdout}${stderr}`);
  }
}

/** `la-chan server` as a process of its own, behind a proxy that speaks TLS and can cut the line for news. */
export interface UnitServer {
  readonly address: string;
  /** The file with the first administrator's code. */
  readonly setupFile: string;
  /** What `NODE_EXTRA_CA_CERTS` needs to name. */
  readonly certificate: string;
  /** Connections on which machines wait for news now. */
  listeners(): number;
  /** Ends those connections and lets no new one through. */
  cutNews(): void;
  stop(): Promise<void>;
}

export async function startUnitServer(folder: string, packRoot: string): Promise<UnitServer> {
  if (!existsSync(COMMAND)) throw new Error('The command is not built: run npm run build first.');
  const data = join(folder, 'server');
  const { DATABASE_URL: _, ...withoutDatabase } = process.env;
  const child = spawn(
    process.execPath,
    [
      COMMAND,
      'server',
      ...['--data', data, '--port', '0', '--trusted-proxy', '127.0.0.1', '--pack-root', packRoot],
      ...['--lang', 'en'],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], env: withoutDatabase },
  );
  const port = await portOf(child);
  const certificate = join(folder, 'certificate.pem');
  const keys = await generate([{ name: 'commonName', value: 'la-chan-test' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  writeFileSync(certificate, keys.cert);
  const waiting = new Set<{ destroy(): void }>();
  let cut = false;
  const proxy = createServer({ key: keys.private, cert: keys.cert }, (incoming, outgoing) => {
    const isNews = incoming.url === '/v1/pack/events';
    if (isNews && cut) {
      outgoing.writeHead(502).end();
      return;
    }
    const { method, url, headers } = incoming;
    const forwarded = { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'https' };
    const onward = request({ port, method, path: url, headers: { ...headers, ...forwarded } }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    if (isNews) waiting.add(outgoing);
    outgoing.on('close', () => {
      waiting.delete(outgoing);
      onward.destroy();
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    address: `https://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    setupFile: join(data, 'admin-code.txt'),
    certificate,
    listeners: () => waiting.size,
    cutNews() {
      cut = true;
      for (const line of waiting) line.destroy();
    },
    async stop() {
      proxy.close();
      proxy.closeAllConnections();
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

/** The port that the server says it listens on. */
function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = () => reject(new Error(`la-chan server: ${said}`));
    const timer = setTimeout(fail, SERVER_SAYS);
    child.once('exit', fail);
    child.stderr?.on('data', (piece: Buffer) => {
      said += piece;
      const port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      child.off('exit', fail);
      resolve(Number(port));
    });
  });
}
