/**
 * What a scan takes in a real browser: the most memory that the extension's process holds while a large file is picked,
 * above what it held after a small one, against 256 MB or four times the file. `node bench/browser-memory.ts [name …]`,
 * after a build, on Linux; the names are those of `memory.ts`, which makes the files.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElementHandle } from 'puppeteer';
import { launchBrowser, type TestBrowser } from '../tests/support/browser.ts';
import { html, startReceivingServer } from '../tests/support/receiving-server.ts';

const MB = 1024 * 1024;
const LONGEST_MS = 60_000;
const PAGE = `<input id="f" type="file"><script>f.onchange = () => { window.told = f.files.length; };</script>`;
const named = process.argv.slice(2);
const names =
  named.length > 0
    ? named
    : [
        'txt 40 MB',
        'html 20 MB',
        'docx of 100 MB of text',
        'docx with 60 MB of pictures',
        'xlsx of 100 MB',
        'pdf of 5,000 pages',
      ];

const folder = mkdtempSync(join(tmpdir(), 'la-chan-bench-'));
const file = join(folder, 'tep');
const server = await startReceivingServer(() => html(PAGE));
try {
  const rows: unknown[] = [];
  for (const name of names) rows.push(await measure(name));
  console.table(rows);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** A browser of its own for every file, so that none finds what another left. */
async function measure(name: string) {
  spawnSync(process.execPath, ['--no-warnings', join(import.meta.dirname, 'memory.ts'), name, 'make', file]);
  const test = await launchBrowser({ port: server.port });
  try {
    const small = join(folder, 'nho.txt');
    writeFileSync(small, 'Kính gửi các thôn: đề nghị báo cáo số cây đã trồng.');
    await pick(test, small);
    const processes = extensionProcesses(test.browser.process()!.pid!);
    const before = sum(processes, 'VmRSS');
    for (const id of processes) writeFileSync(`/proc/${id}/clear_refs`, '5');
    const start = performance.now();
    const told = await pick(test, file);
    const taken = sum(processes, 'VmHWM') - before;
    const { size } = statSync(file);
    const allowed = Math.max(256 * MB, 4 * size);
    return {
      file: name,
      MB: Math.round(size / MB),
      passes: told,
      'scan MB': Math.round(taken / MB),
      'allowed MB': Math.round(allowed / MB),
      share: Number((taken / allowed).toFixed(2)),
      seconds: Number(((performance.now() - start) / 1000).toFixed(1)),
    };
  } finally {
    await test.stop();
  }
}

/** True when the page got the file. */
async function pick(test: TestBrowser, path: string): Promise<boolean> {
  const page = await test.open('https://chat.zalo.me/tep');
  const input = (await page.$('#f')) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(path);
  const told = await page.waitForFunction('window.told > 0', { timeout: LONGEST_MS }).then(
    () => true,
    () => false,
  );
  await page.close();
  return told;
}

/** The browser's processes that run nothing but the extension, its threads included. */
function extensionProcesses(browser: number): string[] {
  const parents = new Map<string, string>();
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
    parents.set(id, /^PPid:\s*(\d+)/m.exec(read(`/proc/${id}/status`))?.[1] ?? '0');
  const isOurs = (id: string): boolean =>
    id === `${browser}` || (id !== '0' && isOurs(parents.get(id) ?? '0'));
  return [...parents.keys()].filter(
    (id) => isOurs(id) && read(`/proc/${id}/cmdline`).includes('--extension-process'),
  );
}

function sum(processes: readonly string[], field: 'VmRSS' | 'VmHWM'): number {
  const value = (id: string) =>
    Number(new RegExp(`^${field}:\\s*(\\d+)`, 'm').exec(read(`/proc/${id}/status`))?.[1] ?? 0);
  return processes.reduce((all, id) => all + value(id) * 1024, 0);
}

/** The text of a file of the system; none where the process has ended. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
