import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { inspectItem } from '../../src/inspection/node/batch.ts';
import { bundledPolicy } from '../../src/policy/bundled.ts';
import { bundledTables } from '../../src/rules/bundled.ts';
import { crawlLimits, Frontier } from '../../src/sweep/frontier.ts';
import { type SiteOptions, sweepSite } from '../../src/sweep/sweep-site.ts';
import type { SweepReport } from '../../src/sweep/types.ts';
import { type NastySite, type Page, startSite } from '../support/nasty-site.ts';

const MARKED = '<p>UBND HUYỆN AN PHÚ</p><p>Số: 12/KH-UBND</p><p>TUYỆT MẬT</p><p>KẾ HOẠCH KPT4417</p>';
const engine = createEngine(bundledTables);
const fixture = (format: string, kind: string) =>
  readFileSync(join(import.meta.dirname, `../documents/fixtures/${format}/${kind}.${format}`));
const html = (body: string) => ({ body: `<!doctype html><html lang="vi"><title>Trang</title><body>${body}` });
const links = (...to: string[]) => html(to.map((url) => `<a href="${url}">xem</a>`).join('\n'));

let site: NastySite;
let folder: string;
let pages: (path: string) => Page | null;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'la-chan-sweep-'));
  site = await startSite((path) => pages(path));
});
afterEach(async () => {
  await site.stop();
  rmSync(folder, { recursive: true, force: true });
});

const sweep = (start = '/', options: Partial<SiteOptions> = {}): Promise<SweepReport> =>
  sweepSite(site.address + start, {
    rules: { packId: 'bundled', tables: bundledTables, policy: bundledPolicy },
    inspect: (item) => inspectItem(item, { engine, images: null }),
    rate: 0,
    jobs: 4,
    images: false,
    fetch: { bytes: 1_000_000, silence: 10_000, time: 20_000 },
    ...options,
  });
const byPath = (report: SweepReport) =>
  Object.fromEntries(report.items.map((item) => [item.place.slice(site.address.length), item]));

describe('a sweep of a site', () => {
  it('finds marked pages, documents of every kind and words that are not laid out', async () => {
    const all: Record<string, Page> = {
      '/': links('a', '/tep/ke-hoach.docx', 'tep/bang.xlsx', '/goi.zip', '/an', 'sach'),
      '/a': html(MARKED),
      '/sach': html('<p>Lịch trực tuần</p>'),
      '/an': html('<!--\nUBND HUYỆN AN PHÚ\nSố: 12/KH-UBND\nĐộ mật: TUYỆT MẬT\n--><p>Bình thường</p>'),
      '/tep/ke-hoach.docx': { type: 'application/octet-stream', body: fixture('docx', 'blocked') },
      '/tep/bang.xlsx': { type: 'text/html', body: fixture('xlsx', 'blocked') },
      '/goi.zip': { type: 'application/zip', body: fixture('zip', 'blocked') },
    };
    pages = (path) => all[path] ?? null;
    const report = await sweep();
    const found = byPath(report);
    for (const path of ['/a', '/tep/ke-hoach.docx', '/tep/bang.xlsx', '/goi.zip', '/an'])
      expect([path, found[path]?.action]).toEqual([path, 'block']);
    expect(found['/an']?.findings[0]?.where).toBe('hidden');
    expect(found['/sach']).toBeUndefined();
    expect(found['/a']?.from).toBe(`${site.address}/`);
    expect(report.totals).toMatchObject({ items: 7, pages: 4, documents: 3, blocked: 5 });
    expect(JSON.stringify(report)).not.toMatch(/KPT4417|AN PHÚ|TUYỆT/);
  });

  it('reads a sitemap, an index of them, and the one robots.txt names', async () => {
    const loc = (...urls: string[]) => urls.map((url) => `<loc>${site.address}${url}</loc>`).join('');
    const all: Record<string, () => Page> = {
      '/robots.txt': () => ({ type: 'text/plain', body: `Sitemap: ${site.address}/s2.xml` }),
      '/s.xml': () => ({ type: 'text/xml', body: `<sitemapindex>${loc('/s1.xml')}</sitemapindex>` }),
      '/s1.xml': () => ({ type: 'text/xml', body: `<urlset>${loc('/xa?a=1&amp;b=2')}</urlset>` }),
      '/s2.xml': () => ({ type: 'text/xml', body: `<urlset>${loc('/gan')}</urlset>` }),
      '/xa?a=1&b=2': () => html(MARKED),
      '/gan': () => html(MARKED),
    };
    pages = (path) => all[path]?.() ?? null;
    expect(Object.keys(byPath(await sweep('/s.xml'))).sort()).toEqual(['/gan', '/xa?a=1&b=2']);
  });

  it('keeps to robots.txt, to its own host and to the pace it was given', async () => {
    const all: Record<string, Page> = {
      '/robots.txt': { type: 'text/plain', body: 'User-agent: *\nDisallow: /kin/' },
      '/': links('/kin/a', '/mo', 'http://127.0.0.2:9/x', 'mailto:a@b', 'javascript:alert(1)', '//[', '/di'),
      '/mo': html('x'),
      '/di': { status: 302, headers: { location: 'http://127.0.0.2:9/y' } },
    };
    pages = (path) => all[path] ?? null;
    const start = performance.now();
    const report = await sweep('/', { rate: 20 });
    expect(site.asked.sort()).toEqual(['GET /', 'GET /di', 'GET /mo', 'GET /robots.txt']);
    expect(report.totals.skipped).toBe(2);
    // Three requests at twenty a second need two pauses of 50 ms; a slower machine only makes it longer.
    expect(performance.now() - start).toBeGreaterThan(90);
  });

  it('leaves a site alone whose robots.txt is in trouble', async () => {
    pages = (path) => (path === '/robots.txt' ? { status: 503 } : html(MARKED));
    expect((await sweep()).totals).toMatchObject({ items: 0, skipped: 1 });
  });

  it('comes out of loops, calendars, ever deeper paths and session addresses', async () => {
    pages = (path) => {
      if (path.startsWith('/lich')) {
        const day = Number(path.split('=')[1] ?? 0);
        return links(`/lich?ngay=${day + 1}`, `/lich?ngay=${day + 2}`);
      }
      if (path.startsWith('/sau')) return links(`${path}/a/b`);
      if (path.startsWith('/phien')) return links(`/phien?PHPSESSID=${Math.random()}`);
      if (path === '/vong1') return links('/vong2', '/vong1#x');
      if (path === '/vong2') return links('/vong1', '/vong2?');
      if (path.startsWith('/quay')) return { status: 302, headers: { location: `/quay${Math.random()}` } };
      return path === '/' ? links('/lich?ngay=0', '/sau', '/phien', '/vong1', '/quay') : null;
    };
    const report = await sweep('/', { crawl: { alike: 40, queries: 40, depth: 20 } });
    expect(report.complete).toBe(true);
    expect(site.asked.length).toBeLessThan(250);
    expect(report.totals.skipped).toBeGreaterThan(0);
  });

  it('survives servers that hang, break off, never end, trickle or lie about their size', async () => {
    const nasty = ['hang', 'reset', 'endless', 'trickle', 'huge', 'cut'].map((name) => `/nasty/${name}`);
    pages = (path) => {
      if (path === '/') return links(...nasty, '/loi', '/ban', '/mat');
      if (path === '/loi') return { status: 500 };
      if (path === '/mat') return html(MARKED);
      return path === '/ban' ? { status: 503, headers: { 'retry-after': '0' } } : null;
    };
    const found = byPath(
      await sweep('/', { jobs: 8, fetch: { bytes: 1_000_000, silence: 1_500, time: 4_000 } }),
    );
    const outcomes = Object.fromEntries(Object.entries(found).map(([path, { outcome }]) => [path, outcome]));
    expect(outcomes).toEqual({
      '/nasty/hang': 'too-slow',
      '/nasty/reset': 'unreachable',
      '/nasty/endless': 'too-large',
      '/nasty/trickle': 'too-slow',
      '/nasty/huge': 'too-large',
      '/nasty/cut': 'unreachable',
      '/loi': 'error-status',
      '/ban': 'error-status',
      '/mat': 'scanned',
    });
    expect(found['/mat']?.action).toBe('block');
    expect(site.asked.filter((one) => one === 'GET /ban')).toHaveLength(3);
  });

  it('survives pages that are no pages', async () => {
    const all: Record<string, Page> = {
      '/': links('/rong', '/rac', '/the', '/bom', '/hong'),
      '/rong': { body: '' },
      '/rac': { body: Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * 7919) % 256)) },
      '/the': { body: `<html>${'<a href="'.repeat(20_000)}` },
      '/bom': { type: 'application/zip', body: fixture('zip', 'bomb') },
      '/hong': { type: 'application/pdf', body: fixture('pdf', 'broken') },
    };
    pages = (path) => all[path] ?? null;
    const report = await sweep();
    expect(report.totals.items).toBe(7);
    const found = byPath(report);
    expect([found['/bom']?.outcome, found['/hong']?.outcome]).toEqual(['bomb', 'damaged']);
  });
});

describe('the scope of a sweep', () => {
  it('follows a start that moved to the same site with www, and no other host', () => {
    const frontier = new Frontier(['anphu.gov.vn']);
    frontier.follow('https://anphu.gov.vn/', 'https://www.anphu.gov.vn/');
    frontier.follow('https://anphu.gov.vn/', 'https://khac.example.com/');
    frontier.follow('https://khac.example.com/', 'https://www.khac.example.com/');
    expect(
      ['www.anphu.gov.vn', 'khac.example.com', 'www.khac.example.com'].map((host) =>
        frontier.isInScope(`https://${host}/tin`),
      ),
    ).toEqual([true, false, false]);
  });

  it('remembers a bounded number of addresses, however many a site makes up', () => {
    const frontier = new Frontier(['x.vn'], { ...crawlLimits, items: 10, alike: 1e9, queries: 1e9 });
    for (let i = 0; i < 5_000; i++) frontier.add({ url: `https://x.vn/${i}`, from: null, depth: 1 });
    expect(frontier.waiting).toBeLessThanOrEqual(11);
    expect(frontier.skipped).toBe(5_000 - frontier.waiting);
    // Known ones are still told apart from new ones.
    frontier.add({ url: 'https://x.vn/3', from: null, depth: 1 });
    expect(frontier.skipped).toBe(5_000 - frontier.waiting);
  });

  it('says by its totals when nothing could be read', async () => {
    pages = (path) => (path === '/robots.txt' ? { body: 'User-agent: *\nDisallow: /' } : html(MARKED));
    expect((await sweep()).totals).toMatchObject({ items: 0, skipped: 1 });
  });
});

describe('a thread that waits for company', () => {
  it('is told when nothing else can come, so that a chain of pages is swept to its end', async () => {
    pages = (path) => {
      const here = Number(path.slice(1));
      return here < 12 ? links(`/${here + 1}`, `/x${here}`) : html('<p>Lịch trực tuần</p>');
    };
    let waiting: (() => void)[] = [];
    const report = await sweep('/0', {
      async inspect(item) {
        await new Promise<void>((go) => waiting.push(go));
        return inspectItem(item, { engine, images: null });
      },
      hurry() {
        const all = waiting;
        waiting = [];
        for (const go of all) go();
      },
    });
    expect(report.totals.items).toBe(25);
  });
});

describe('the memory of a sweep', () => {
  const stateFile = () => join(folder, 'state.json');

  it('asks with conditions and reads again only what changed', async () => {
    let text = 'Lịch trực';
    let inspected = 0;
    pages = (path) => (path === '/' ? links('/a', '/b') : path === '/a' ? html(MARKED) : html(text));
    const options: Partial<SiteOptions> = {
      stateFile: stateFile(),
      inspect(item) {
        inspected += 1;
        return inspectItem(item, { engine, images: null });
      },
    };
    await sweep('/', options);
    expect(inspected).toBe(3);
    text = 'Lịch trực mới';
    site.asked.length = 0;
    const report = await sweep('/', options);
    expect(inspected).toBe(4);
    expect(site.asked.filter((one) => one.startsWith('?')).sort()).toEqual(['?GET /', '?GET /a', '?GET /b']);
    expect(report.totals).toMatchObject({ items: 3, same: 2, blocked: 1 });
    expect(byPath(report)['/a']).toMatchObject({ action: 'block', change: 'same' });
  });

  it('goes on where a stopped sweep was, without asking again for what is done', async () => {
    pages = (path) => {
      const number = Number(path.slice(1) || 0);
      return number < 60 ? links(`/${number + 1}`, `/${number + 2}`) : html(MARKED);
    };
    const stop = new AbortController();
    const first = await sweep('/', {
      stateFile: stateFile(),
      signal: stop.signal,
      jobs: 2,
      onProgress: ({ done }) => done >= 20 && stop.abort(),
    });
    expect(first.complete).toBe(false);
    const before = new Set(site.asked);
    site.asked.length = 0;
    const second = await sweep('/', { stateFile: stateFile(), crawl: { depth: 100 } });
    expect(second.complete).toBe(true);
    expect(second.totals.items).toBe(62);
    // Only what was under way when it stopped is asked for twice.
    expect(site.asked.filter((one) => before.has(one) && one !== 'GET /robots.txt').length).toBeLessThan(4);
  });

  it('reads everything again by other rules', async () => {
    pages = (path) => (path === '/' ? html(MARKED) : null);
    await sweep('/', { stateFile: stateFile() });
    const tables = { ...bundledTables, pack: { ...bundledTables.pack, version: '99.0.0' } };
    const newer = { packId: 'x', tables, policy: bundledPolicy };
    const report = await sweep('/', { stateFile: stateFile(), rules: newer });
    expect(report.totals.same).toBe(0);
    expect(site.asked.filter((one) => one.startsWith('?'))).toEqual([]);
  });

  it('refuses a file of another source, or one that is broken', async () => {
    pages = () => html('x');
    await sweep('/', { stateFile: stateFile() });
    await expect(sweep('/khac', { stateFile: stateFile() })).rejects.toThrow();
  });
});
