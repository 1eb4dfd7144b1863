import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Daemon, findFreePort, startDaemon } from './processes.ts';

/** Debian's packages for PHP on the command line; the last two satisfy what would else pull in a whole web server. */
export const PHP_PACKAGES = [
  'php-cli',
  'php-curl',
  'php-gd',
  'php-intl',
  'php-mbstring',
  'php-mysql',
  'php-sqlite3',
  'php-xml',
  'php-zip',
  'php-cgi',
  'mini-httpd',
] as const;

export interface PhpServer extends Daemon {
  readonly port: number;
}

/** Serves a folder of PHP programs, which learn that the browser speaks HTTPS as behind any web server that ends TLS. */
export async function startPhp(
  folder: string,
  root: string,
  settings: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<PhpServer> {
  const prepend = join(folder, 'https.php');
  writeFileSync(prepend, "<?php $_SERVER['HTTPS'] = 'on'; $_SERVER['SERVER_PORT'] = '443';\n");
  const all = {
    auto_prepend_file: prepend,
    'opcache.enable_cli': '1',
    upload_max_filesize: '32M',
    post_max_size: '40M',
    ...settings,
  };
  const options = Object.entries(all).flatMap(([name, value]) => ['-d', `${name}=${value}`]);
  const port = await findFreePort();
  const daemon = await startDaemon({
    command: 'php',
    args: [...options, '-S', `127.0.0.1:${port}`, '-t', root],
    folder,
    port,
    env: { PHP_CLI_SERVER_WORKERS: '4', ...env },
  });
  return { port, stop: () => daemon.stop() };
}
