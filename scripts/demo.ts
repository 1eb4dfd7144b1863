import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { launchBrowser, type TestBrowser } from '../tests/support/browser.ts';
import { type ReceivingServer, startReceivingServer } from '../tests/support/receiving-server.ts';
import { type Attempt, tryToSend } from './demo/attempt.ts';
import { makeSamples, type Sample } from './demo/samples.ts';
import { serveStandIns, standIns, wait } from './demo/stand-ins.ts';

// Shows the main job on real input. With a display the window stays open for a person; without one a table and the exit
// code say whether the receiving servers got exactly the clean items.

const SHOTS = resolve('.demo');
const hasDisplay =
  process.platform === 'linux' ? Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY) : true;
const stay = hasDisplay && !process.argv.includes('--table');

rmSync(SHOTS, { recursive: true, force: true });
mkdirSync(SHOTS, { recursive: true });
const server = await startReceivingServer(serveStandIns);
const test = await launchBrowser({ port: server.port, headless: !stay, language: 'vi' });
let right = false;
try {
  const samples = await makeSamples(test.browser, join(SHOTS, 'tai-lieu'));
  const rows = await tryEverything(test, server, samples);
  const logged = await countLogRows(test);
  printTable(rows);
  const stopped = rows.filter((row) => row.verdict === 'blocked').length;
  console.log(
    `\nNhật ký có ${logged} lần chặn / the log shows ${logged} blocked attempts. Ảnh chụp / screenshots: ${SHOTS}`,
  );
  right = rows.every((row) => row.verdict === 'blocked' || row.verdict === 'passed') && logged === stopped;
  if (stay) await letAPersonTry(test, samples);
} finally {
  await test.stop();
  await server.stop();
}
process.exitCode = right ? 0 : 1;

async function tryEverything(
  test: TestBrowser,
  server: ReceivingServer,
  samples: readonly Sample[],
): Promise<Attempt[]> {
  const rows: Attempt[] = [];
  for (const site of standIns) {
    for (const sample of samples) rows.push(await tryToSend(test, server, site, sample, SHOTS));
  }
  return rows;
}

/** Asks the background as the log page does, and takes a picture of what the page shows. */
async function countLogRows(test: TestBrowser): Promise<number> {
  const log = await test.open(`chrome-extension://${test.extensionId}/src/review/index.html`);
  const reply = await log.evaluate(() =>
    chrome.runtime.sendMessage({ name: 'incidents.read', request: { limit: 1 } }),
  );
  await wait(500);
  await log.screenshot({ path: join(SHOTS, 'nhat-ky.png') as `${string}.png` });
  await log.close();
  return reply?.ok ? reply.value.total : -1;
}

function printTable(rows: readonly Attempt[]): void {
  const head = ['nơi gửi', 'đã thử', 'máy chủ nhận được', 'kết quả', 'ms'];
  const words = { blocked: 'đã chặn', passed: 'đã qua', LEAKED: 'LỌT', HARMED: 'HỎNG' } as const;
  const cells = [
    head,
    ...rows.map((r) => [r.site, r.tried, r.got, words[r.verdict], String(r.milliseconds)]),
  ];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  for (const row of cells)
    console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
}

async function letAPersonTry(test: TestBrowser, samples: readonly Sample[]): Promise<void> {
  const page = await test.browser.newPage();
  const links = standIns
    .map((s) => `<li><a href="https://${s.host}/" target="_blank">${s.name}</a></li>`)
    .join('');
  const folder = samples.find((s) => s.path)?.path.replace(/[^/\\]+$/, '') ?? '';
  const texts = samples
    .filter((s) => s.kind === 'text')
    .map((s) => `<h3>${s.marked ? 'Có dấu mật' : 'Thường'}</h3><pre>${s.text}</pre>`)
    .join('');
  await page.setContent(`<!doctype html><meta charset="utf-8"><title>Dùng thử Lá Chắn</title>
    <body style="font:16px/1.6 system-ui;max-width:46rem;margin:2rem auto"><h1>Dùng thử Lá Chắn</h1>
    <ol><li>Mở một trang mô phỏng: <ul>${links}</ul></li><li>Sao chép một trong hai văn bản dưới đây, dán vào trang rồi gửi.</li>
    <li>Đính kèm tệp trong thư mục <code>${folder}</code>.</li><li>Bấm biểu tượng Lá Chắn trên thanh công cụ để xem nhật ký.</li></ol>${texts}`);
  console.log(
    '\nCửa sổ trình duyệt đang mở để bạn thử; đóng cửa sổ để kết thúc. / The window stays open; close it to end.',
  );
  await new Promise<void>((closed) => test.browser.once('disconnected', () => closed()));
}
