import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseTexts } from '../../src/cli/texts.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { type FileBytes, inspectItem } from '../../src/inspection/node/batch.ts';
import { readPage } from '../../src/inspection/node/read-page.ts';
import { bundledPolicy } from '../../src/policy/bundled.ts';
import { bundledTables } from '../../src/rules/bundled.ts';
import { Frontier, normalise } from '../../src/sweep/frontier.ts';
import { readMailbox } from '../../src/sweep/mailbox.ts';
import { reportAsDocx, reportAsXlsx } from '../../src/sweep/report-files.ts';
import { reportAsHtml } from '../../src/sweep/report-html.ts';
import { readSitemap } from '../../src/sweep/sitemap.ts';
import { sweepFolder, sweepMailbox } from '../../src/sweep/sweep-files.ts';
import type { SweepReport } from '../../src/sweep/types.ts';

const MARKED = 'UBND HUYỆN AN PHÚ\nSố: 12/KH-UBND\nTUYỆT MẬT\nKẾ HOẠCH\nMã hồ sơ KPT4417.\n';
const engine = createEngine(bundledTables);
const options = {
  rules: { packId: 'bundled', tables: bundledTables, policy: bundledPolicy },
  inspect: (item: FileBytes) => inspectItem(item, { engine, images: null }),
  jobs: 3,
  bytes: 10_000,
};
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'la-chan-sweep-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const mail = (subject: string, body: string) =>
  `From a@b Mon Jan  5 10:00:00 2026\nFrom: a@b.vn\nTo: c@d.vn\nSubject: ${subject}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n${body}\n\n`;

describe('a sweep of a folder', () => {
  it('says when every file at hand waits for its judgement, so that none waits for company', async () => {
    for (let i = 0; i < 9; i++) writeFileSync(join(folder, `${i}.txt`), 'Lịch trực tuần');
    let waiting: (() => void)[] = [];
    const report = await sweepFolder(folder, {
      ...options,
      async inspect(item) {
        await new Promise<void>((go) => waiting.push(go));
        return options.inspect(item);
      },
      hurry() {
        const all = waiting;
        waiting = [];
        for (const go of all) go();
      },
    });
    expect(report.totals.items).toBe(9);
  });

  it('takes names that every object answers to as names, also the second time', async () => {
    const names = ['constructor', '__proto__', 'toString'];
    for (const name of names) writeFileSync(join(folder, name), MARKED);
    const stateFile = join(folder, '..', `${folder.split('/').at(-1)}.json`);
    for (const same of [0, names.length]) {
      const report = await sweepFolder(folder, { ...options, stateFile });
      expect(report.totals).toMatchObject({ items: names.length, blocked: names.length, same });
    }
    rmSync(stateFile);
  });

  it('goes on where a folder or a file is gone when its turn comes', async () => {
    for (const name of ['a', 'b', 'c']) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'ke-hoach.txt'), MARKED);
    }
    const take = (name: string) => rmSync(join(folder, name), { recursive: true, force: true });
    const report = await sweepFolder(folder, { ...options, jobs: 1, onProgress: () => take('b') });
    expect(report.items.map(({ place, outcome }) => `${place} ${outcome}`)).toEqual([
      'a/ke-hoach.txt scanned',
      'c/ke-hoach.txt scanned',
      'b unreachable',
    ]);
  });

  it('reads every file once, names what could not be read, and does not follow links round in circles', async () => {
    mkdirSync(join(folder, 'a/b'), { recursive: true });
    writeFileSync(join(folder, 'a/b/ke-hoach.txt'), MARKED);
    writeFileSync(join(folder, 'thuong.txt'), 'Lịch trực tuần');
    writeFileSync(join(folder, 'lon.txt'), 'x'.repeat(20_000));
    symlinkSync(folder, join(folder, 'a/vong'));
    const report = await sweepFolder(folder, options);
    expect(report.items.map(({ place, action, outcome }) => [place, action, outcome])).toEqual([
      ['a/b/ke-hoach.txt', 'block', 'scanned'],
      ['lon.txt', 'hold', 'too-large'],
    ]);
    expect(report.totals).toMatchObject({ items: 3, blocked: 1, unread: 1 });
    expect(JSON.stringify(report)).not.toMatch(/KPT4417|AN PHÚ/);
  });

  it('reads only what changed since the last time', async () => {
    const stateFile = join(folder, '..', `${folder.split('/').at(-1)}.json`);
    writeFileSync(join(folder, 'a.txt'), MARKED);
    writeFileSync(join(folder, 'b.txt'), 'Lịch trực');
    await sweepFolder(folder, { ...options, stateFile });
    writeFileSync(join(folder, 'b.txt'), MARKED);
    const report = await sweepFolder(folder, { ...options, stateFile });
    expect(report.items.map(({ place, change }) => [place, change]).sort()).toEqual([
      ['a.txt', 'same'],
      ['b.txt', 'changed'],
    ]);
    rmSync(stateFile);
  });
});

describe('a sweep of a mailbox', () => {
  it('judges each message by itself', async () => {
    const file = join(folder, 'thu.mbox');
    writeFileSync(
      file,
      mail('Lịch', 'Họp sáng thứ hai\n\n>From here on\n') + mail('Kế hoạch', MARKED) + mail('Cuối', 'Hết'),
    );
    const report = await sweepMailbox(file, options);
    expect(report.totals).toMatchObject({ items: 3, blocked: 1 });
    expect(report.items.map(({ place }) => place)).toEqual(['message:2']);
  });

  it('takes a single message for one', async () => {
    const file = join(folder, 'thu.eml');
    writeFileSync(file, mail('Kế hoạch', MARKED).replace(/^From .*\n/, ''));
    expect((await sweepMailbox(file, options)).totals).toMatchObject({ items: 1, blocked: 1 });
  });

  it('loses no byte, however the source is cut into pieces', async () => {
    const whole = new TextEncoder().encode(
      mail('một', 'a') + mail('hai', 'b\r\n\r\nFrom x\n') + mail('ba', ''),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), async (sizes) => {
        async function* pieces() {
          for (let at = 0, i = 0; at < whole.length; i++) {
            const size = sizes[i % sizes.length]!;
            yield whole.subarray(at, at + size);
            at += size;
          }
        }
        const texts: string[] = [];
        for await (const message of readMailbox(pieces())) texts.push(new TextDecoder().decode(message));
        const all = new TextDecoder().decode(whole);
        expect(texts.join('')).toBe(all.replace(/(^|\n\r?\n)From [^\n]*\n/g, '$1'));
      }),
      { numRuns: 40 },
    );
  });
});

describe('what a page leads to', () => {
  it('is found in every kind of link, by the base of the page', () => {
    const { links } = readPage(
      '<base href="/goc/"><a href=a.html>x</a><A HREF=\'/b\'>y</A><img srcset="c.png 1x, d.png 2x"><iframe src="e">' +
        '<meta http-equiv=refresh content="0; url=f"><a href="g?x=1&amp;y=2#z"><object data="h.pdf"></object><!-- <a href="no"> -->',
      'https://x.gov.vn/p/q',
    );
    expect(links.map((url) => url.replace('https://x.gov.vn', ''))).toEqual([
      '/goc/a.html',
      '/b',
      '/goc/c.png',
      '/goc/d.png',
      '/goc/e',
      '/goc/f',
      '/goc/g?x=1&y=2',
      '/goc/h.pdf',
    ]);
  });

  it('is written as a browser writes it, however plain or odd the link is', () => {
    const pieces = [' ', ...'/ // a b-1 . .. %2e _ ? # é \\ : @ ~ http:'.split(' ')];
    fc.assert(
      fc.property(
        fc.constantFrom('https://x.gov.vn/p/q', 'http://x.gov.vn:8080/', 'https://ai@x.gov.vn/p'),
        fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((some) => some.join('')),
        (address, link) => {
          const whole = link === '' ? null : URL.parse(link.trim(), address);
          const isWeb = whole?.protocol.startsWith('http');
          expect(readPage(`<a href="${link}">`, address).links.map(normalise)).toEqual(
            whole && isWeb ? [normalise(whole.href)] : [],
          );
        },
      ),
    );
  });

  it('never throws and never takes long, whatever the source is', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('<a ', '<constructor ', 'href=', '"', "'", '>', '<!--', '-->', 'x', ' '),
          maxLength: 3_000,
        }),
        (source) => {
          expect(() => readPage(source, 'https://x.gov.vn/')).not.toThrow();
          expect(() => readSitemap(new TextEncoder().encode(source))).not.toThrow();
        },
      ),
    );
  });

  it('is read in time that grows with the page, not with its square', () => {
    for (const piece of ['<a href="', '<a ', '<!--', "<a b='", '<a =', '<a b = '])
      expect(readPage(piece.repeat(200_000), 'https://x.gov.vn/').links.length).toBeLessThan(2);
  }, 10_000);

  it('is one address however it is written', () => {
    expect(normalise('HTTPS://X.gov.vn:443//a//b;jsessionid=1F?utm_source=q&a=1&PHPSESSID=2#x')).toBe(
      'https://x.gov.vn/a/b?a=1',
    );
    expect([normalise('ftp://x/'), normalise('x'), normalise('javascript:1')]).toEqual([null, null, null]);
  });

  it('hands out each address once', () => {
    const frontier = new Frontier(['x.vn']);
    for (const url of ['https://x.vn/a', 'https://x.vn/a#1', 'https://y.vn/', 'https://x.vn/b'])
      frontier.add({ url, from: null, depth: 0 });
    expect([frontier.next()?.url, frontier.next()?.url, frontier.next()]).toEqual([
      'https://x.vn/a',
      'https://x.vn/b',
      undefined,
    ]);
  });
});

describe('the reports of a sweep', () => {
  const texts = chooseTexts('vi', {});
  const report: SweepReport = {
    format: 1,
    source: 'https://x.gov.vn/"><script>',
    kind: 'site',
    started: '2026-01-05T10:00:00.000Z',
    ended: '2026-01-05T10:01:00.000Z',
    complete: true,
    rules: { name: 'p', version: '1.0.0' },
    totals: {
      items: 2,
      pages: 1,
      documents: 1,
      bytes: 9,
      same: 0,
      blocked: 1,
      warned: 0,
      unread: 1,
      skipped: 0,
    },
    items: [
      {
        place: 'https://x.gov.vn/?a=<b>',
        from: null,
        action: 'block',
        level: 'tuyet-mat',
        outcome: 'scanned',
        status: 200,
        mediaType: 'text/html',
        size: 9,
        sha256: '',
        findings: [
          {
            ruleId: 'marking.tuyet-mat',
            kind: 'marking',
            action: 'block',
            level: 'tuyet-mat',
            where: 'page:3',
            reasons: [],
          },
        ],
        change: 'new',
      },
      {
        place: '=cmd|calc',
        from: 'https://x.gov.vn/',
        action: 'hold',
        level: null,
        outcome: 'error-status',
        status: 500,
        mediaType: '',
        size: 0,
        sha256: '',
        findings: [],
        change: 'new',
      },
    ],
  };

  it('as a page: every address a text, every row in words, no level named', () => {
    const page = reportAsHtml(report, texts);
    expect(page).not.toMatch(/<script|<b>|undefined|sweep[A-Z]\w*_|tuyet-mat|Tuyệt mật/);
    expect(page).toContain('&lt;b&gt;');
    expect(page).toContain('500');
  });

  it('as a workbook and as an annex without addresses', async () => {
    const sheets = Object.entries(unzipSync(await reportAsXlsx(report, texts)))
      .filter(([name]) => name.endsWith('.xml'))
      .map(([, bytes]) => new TextDecoder().decode(bytes))
      .join('');
    expect(sheets).toContain('=cmd|calc');
    expect(sheets).not.toContain('<f>');
    const annex = new TextDecoder().decode(unzipSync(await reportAsDocx(report, texts))['word/document.xml']);
    expect(annex).toContain('marking.tuyet-mat');
    expect(annex).not.toContain('cmd|calc');
  });

  it('say every verdict, outcome and total in both languages', () => {
    for (const language of ['vi', 'en']) {
      const say = chooseTexts(language, {});
      const file = readFileSync(join(import.meta.dirname, '../../src/sweep/types.ts'), 'utf8');
      for (const failure of file.match(/Failure =([^;]+)/)?.[1]?.match(/[a-z-]{4,}/g) ?? []) {
        const key = `sweepOutcome_${failure.replace(/-/g, '_')}`;
        expect(say(key)).not.toBe(key);
      }
      for (const total of Object.keys(report.totals))
        expect(say(`sweepTotal_${total}`)).not.toBe(`sweepTotal_${total}`);
      for (const action of ['allow', 'report', 'warn', 'hold', 'block'])
        expect(say(`sweepAction_${action}`)).not.toBe(`sweepAction_${action}`);
    }
  });
});
