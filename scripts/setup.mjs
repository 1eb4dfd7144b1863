// Runs on whatever Node the machine has (20.20 or newer), before any dependency is installed: plain JavaScript, no imports
// from node_modules.
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === 'win32';

/** Names looked for on the PATH, then well-known places, best first. */
const BROWSERS = {
  names: [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'microsoft-edge',
    'microsoft-edge-stable',
  ],
  places: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ...['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].flatMap((folder) => {
      const base = process.env[folder];
      if (!base) return [];
      return [
        'Google\\Chrome\\Application\\chrome.exe',
        'Microsoft\\Edge\\Application\\msedge.exe',
        'Chromium\\Application\\chrome.exe',
      ].map((tail) => join(base, tail));
    }),
  ],
};

/**
 * Installs what is missing: the npm dependencies, and on Debian as root a Chromium. Ends the process with a clear
 * sentence when something has to be done by hand.
 * @returns {{ node: string, browser: string }} the Node that scripts run on, and the browser's path
 */
export function setUp() {
  process.chdir(root);
  requireNode();
  installDependencies();
  const node = join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');
  if (spawnSync(node, ['--version']).status !== 0) {
    stop(
      'Gói npm "node" chưa cài xong (npm đã bỏ qua lệnh cài của gói). Hãy chạy: npm rebuild node --foreground-scripts',
      'The npm package "node" is not fully installed (npm skipped its install script). Run: npm rebuild node --foreground-scripts',
    );
  }
  return { node, browser: findBrowser() ?? installBrowser() };
}

/** Runs one of the project's scripts on the project's Node; returns its exit code. */
export function runScript({ node, browser }, script, ...args) {
  const env = {
    ...process.env,
    LACHAN_BROWSER: browser,
    PATH: [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
  };
  const { status, signal } = spawnSync(node, [script, ...args], { stdio: 'inherit', env });
  return signal ? 1 : (status ?? 1);
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 20)) return;
  stop(
    `Cần Node 20.20 trở lên, máy này có ${process.versions.node}. Hãy cài bản mới từ nodejs.org.`,
    `Node 20.20 or newer is needed, this machine has ${process.versions.node}. Install a newer one from nodejs.org.`,
  );
}

function installDependencies() {
  const lock = join(root, 'package-lock.json');
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  say('Đang cài các gói npm… / Installing npm packages…');
  const npm = spawnSync(windows ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: 'inherit',
    shell: windows,
    env: { ...process.env, PUPPETEER_SKIP_DOWNLOAD: '1' },
  });
  if (npm.status !== 0) {
    stop(
      'npm ci không thành công (xem lỗi ở trên). Kiểm tra kết nối tới kho npm rồi chạy lại.',
      'npm ci failed (see above). Check the connection to the npm registry and run this again.',
    );
  }
}

/** The browser to drive: `LACHAN_BROWSER`, else the first one found on this machine. */
function findBrowser() {
  const wanted = process.env.LACHAN_BROWSER;
  if (wanted && !isExecutable(wanted)) {
    stop(
      `LACHAN_BROWSER chỉ tới "${wanted}" nhưng không chạy được tệp đó.`,
      `LACHAN_BROWSER names "${wanted}", which cannot be run.`,
    );
  }
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => BROWSERS.names.map((name) => join(folder, name)));
  return [wanted, ...(windows ? [] : onPath), ...BROWSERS.places].find((path) => path && isExecutable(path));
}

function installBrowser() {
  const byHand = () =>
    stop(
      'Không thấy Chrome, Edge hay Chromium. Hãy cài một trình duyệt (Debian/Ubuntu: sudo apt-get install chromium), hoặc đặt LACHAN_BROWSER=đường-dẫn, rồi chạy lại.',
      'No Chrome, Edge or Chromium was found. Install one (Debian/Ubuntu: sudo apt-get install chromium), or set LACHAN_BROWSER=path, and run this again.',
    );
  const debian =
    existsSync('/etc/os-release') && /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'));
  if (!debian || process.getuid?.() !== 0) byHand();
  say('Đang cài Chromium từ kho Debian… / Installing Chromium from Debian…');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    execFileSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'], env });
    execFileSync('apt-get', ['install', '-y', '-qq', 'chromium', 'chromium-l10n', 'fonts-dejavu-core'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env,
    });
  } catch {
    byHand();
  }
  return findBrowser() ?? byHand();
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function say(line) {
  console.error(line);
}

function stop(vi, en) {
  console.error(`\n${vi}\n${en}`);
  process.exit(1);
}
