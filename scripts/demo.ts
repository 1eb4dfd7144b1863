import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { launchBrowser, type TestBrowser } from '../tests/support/browser.ts';
import { type ReceivingServer, startReceivingServer } from '../tests/support/receiving-server.ts';
import { makeSamples, type Sample } from './demo/samples.ts';
import { type StandIn, serveStandIns, standIns, wait } from './demo/stand-ins.ts';

// Shows the main job on real input. With a display the window stays open for a person; without one a table and the exit
// code say whether the receiving servers got exactly the clean items.

const SHOTS = resolve('.demo');
const hasDisplay =
  process.platform === 'linux' ? Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY) : true;
const stay = hasDisplay && !process.argv.includes('--table');

interface Row {
  readonly site: string;
  readonly tried: string;
  readonly got: string;
  readonly verdict: 'blocked' | 'passed' | 'LEAKED' | 'HARMED';
  readonly milliseconds: number;
}

rmSync(SHOTS, { recursive: true, force: true });
mkdirSync(SHOTS, { recursive: true });
const server = await startReceivingServer(serveStandIns);
const test = await launchBrowser({ port: server.port, headless: !stay });
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
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const site of standIns) {
    for (const sample of samples) rows.push(await tryOne(test, server, site, sample));
  }
  return rows;
}

async function tryOne(
  test: TestBrowser,
  server: ReceivingServer,
  site: StandIn,
  sample: Sample,
): Promise<Row> {
  const before = server.received.length;
  const mine = () => site.understand(server.received.slice(before).filter((r) => r.host === site.host));
  const page = await test.open(`https://${site.host}/`);
  if (sample.kind === 'text') await test.copy({ text: sample.text });
  await page.bringToFront();
  const start = performance.now();
  if (sample.kind === 'text') await site.sendText(page);
  else await site.sendFile(page, sample.path);
  const arrived = () => (sample.kind === 'text' ? mine().texts.length : mine().files.length) > 0;
  await server.waitFor(arrived, sample.marked ? 2500 : 10_000);
  const milliseconds = Math.round(performance.now() - start);
  if (sample.marked)
    await page.screenshot({ path: join(SHOTS, `${site.host}-${sample.kind}.png`) as `${string}.png` });
  // Time for a second copy of a clean item, which would be harm, to arrive.
  if (!sample.marked) await wait(400);
  await page.close();
  return {
    site: site.name,
    tried: `${sample.kind} ${sample.marked ? 'có dấu mật' : 'thường'}`,
    milliseconds,
    ...judge(sample, mine()),
  };
}

/** Compares what the server got with what it should have got: nothing of a marked item, a clean one once and whole. */
function judge(
  sample: Sample,
  { texts, files }: ReturnType<StandIn['understand']>,
): Pick<Row, 'got' | 'verdict'> {
  const words = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim();
  const copies = sample.kind === 'text' ? texts.length : files.length;
  if (sample.marked)
    return copies ? { got: `${copies} bản`, verdict: 'LEAKED' } : { got: 'không có gì', verdict: 'blocked' };
  const whole =
    sample.kind === 'text'
      ? texts.every((t) => words(t) === words(sample.text))
      : files.every((f) => f.equals(sample.bytes));
  if (copies === 1 && whole) return { got: `nguyên vẹn, ${sample.bytes.length} byte`, verdict: 'passed' };
  return { got: `${copies} bản${whole ? '' : ', bị đổi'}`, verdict: 'HARMED' };
}

/** Asks the background as the log page does, and takes a picture of what the page shows. */
async function countLogRows(test: TestBrowser): Promise<number> {
  const log = await test.open(`chrome-extension://${test.extensionId}/src/log/index.html`);
  const reply = await log.evaluate(() =>
    chrome.runtime.sendMessage({ name: 'incidents.read', request: { limit: 1 } }),
  );
  await wait(500);
  await log.screenshot({ path: join(SHOTS, 'nhat-ky.png') as `${string}.png` });
  await log.close();
  return reply?.ok ? reply.value.total : -1;
}

function printTable(rows: readonly Row[]): void {
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
