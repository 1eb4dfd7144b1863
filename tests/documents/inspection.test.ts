import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import type { Engine } from '../../src/engine/types.ts';
import { defaultLimits, inspectFile, inspectText } from '../../src/inspection/inspect.ts';
import { bundledTables } from '../../src/rules/bundled.ts';
import { pack, writeDocx } from './writers/office.ts';
import { writePdf } from './writers/pdf.ts';
import { clean, marked, utf8 } from './writers/words.ts';

const engine = createEngine(bundledTables);
const letter = marked.join('\n');
const nest = (bytes: Uint8Array, times: number): Uint8Array =>
  times === 0 ? bytes : nest(pack({ 'a.zip': bytes }), times - 1);
const actions = async (result: ReturnType<typeof inspectFile>) =>
  (await result).findings.map(({ finding }) => finding.action);

describe('a picture inside a document', () => {
  const readImage = async () => ({ outcome: 'unknown-format' as const, texts: [] });
  const withMedia = (bytes: Uint8Array) => writeDocx(clean, { 'word/media/image1.png': bytes });

  it('that no viewer can show holds nothing up', async () => {
    const noise = Uint8Array.from({ length: 4000 }, (_, i) => (i * 197 + (i >> 3)) % 256);
    expect(await inspectFile(withMedia(noise), engine, { readImage })).toMatchObject({ outcome: 'scanned' });
  });

  it('that is really a document is read as one', async () => {
    expect(await actions(inspectFile(withMedia(writeDocx(marked)), engine, { readImage }))).toContain(
      'block',
    );
  });

  it('of a kind that only viewers know stays unread', async () => {
    const heic = utf8('\0\0\0\x18ftypheic\0\0\0\0mif1heic'.padEnd(200, '\0'));
    expect(await inspectFile(withMedia(heic), engine, { readImage })).toMatchObject({
      outcome: 'image-unread',
    });
  });
});

describe('a picture that does not come back', () => {
  it('ends with the time of the scan, and what was found before counts', async () => {
    const file = writeDocx(clean, { 'word/media/image1.png': utf8('x'.repeat(600)) });
    const readImage = () => new Promise<never>(() => undefined);
    const limits = { ...defaultLimits, milliseconds: 300 };
    expect(await inspectFile(file, engine, { readImage, limits })).toMatchObject({ outcome: 'timed-out' });
  });
});

describe('inspectFile', () => {
  it('finds a marking in a document in an archive in an archive, and says where', async () => {
    const { outcome, findings } = await inspectFile(nest(writeDocx(marked), 2), engine);
    expect(outcome).toBe('scanned');
    expect(findings[0]).toMatchObject({
      where: 'entry:1/entry:1/text',
      finding: { level: 'tuyet-mat', action: 'block' },
    });
  });

  it('takes an empty file for clean', async () => {
    expect(await inspectFile(new Uint8Array(), engine)).toMatchObject({
      outcome: 'scanned',
      findings: [],
      size: 0,
    });
  });

  it('reads a Blob like its bytes', async () => {
    const blob = new Blob([writeDocx(marked) as Uint8Array<ArrayBuffer>]);
    expect(await actions(inspectFile(blob, engine))).toContain('block');
  });

  it('stops at the first blocking marking', async () => {
    const seen: string[] = [];
    const spy: Engine = {
      ...engine,
      inspect: (text, hints) => {
        seen.push(text);
        return engine.inspect(text, hints);
      },
    };
    await inspectFile(
      pack({ '1.txt': letter, '2.txt': `${clean.join('\n')} ${'và thêm '.repeat(50)}` }),
      spy,
    );
    expect(seen.some((text) => text.includes('và thêm'))).toBe(false);
  });

  it('goes on to the other entries when one cannot be read, and keeps the outcome', async () => {
    const files = { '1.bin': Uint8Array.of(0, 1, 2, 3, 4, 0, 5), '2.txt': `${letter}\n${'x '.repeat(100)}` };
    const { outcome, findings } = await inspectFile(pack(files), engine);
    expect(outcome).toBe('unknown-format');
    expect(findings.map(({ finding }) => finding.action)).toContain('block');
  });

  it.each([
    ['too-large', { fileBytes: 10 }, utf8(clean.join('\n'))],
    ['too-deep', { depth: 3 }, nest(utf8('x'), 5)],
    ['too-many', { entries: 2 }, pack({ a: 'a', b: 'b', c: 'c' })],
    ['too-many', { pages: 1 }, writePdf([clean, clean])],
    ['bomb', { unpackedBytes: 100 }, writeDocx(clean)],
    ['timed-out', { milliseconds: -1 }, writeDocx(clean)],
  ] as const)('ends as %s over its limit', async (outcome, limits, bytes) => {
    expect(await inspectFile(bytes, engine, { limits: { ...defaultLimits, ...limits } })).toMatchObject({
      outcome,
    });
  });

  it('shares one budget among all levels', async () => {
    const many = pack(
      Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`${i}.zip`, pack({ a: 'a', b: 'b' })])),
    );
    const limits = { ...defaultLimits, entries: 12 };
    expect(await inspectFile(many, engine, { limits })).toMatchObject({ outcome: 'too-many' });
  });

  it('ends when it is told to', async () => {
    expect(await inspectFile(writeDocx(clean), engine, { signal: AbortSignal.abort() })).toMatchObject({
      outcome: 'timed-out',
    });
  });

  it('tells the engine that a name is a name, without its ending', async () => {
    const places: unknown[] = [];
    const spy: Engine = {
      ...engine,
      inspect: (text, hints) => {
        places.push([text, hints?.place]);
        return [];
      },
    };
    await inspectFile(utf8('xin chào'), spy, { name: 'bao_cao.txt' });
    expect(places).toEqual([
      ['bao_cao', 'file-name'],
      ['xin chào', 'body'],
    ]);
  });

  it('stops at the first marking, and reads on when asked to', async () => {
    const bundle = pack({ 'a.docx': writeDocx(marked), 'b.docx': writeDocx(marked) });
    const places = async (thorough: boolean) => {
      const { findings } = await inspectFile(bundle, engine, { thorough });
      return [...new Set(findings.map(({ where }) => where.split('/')[0]))];
    };
    expect(await places(false)).toEqual(['entry:1']);
    expect(await places(true)).toEqual(['entry:1', 'entry:2']);
  });

  it('shows what it found with the words around it to who asks', async () => {
    const seen: string[] = [];
    await inspectFile(writePdf([clean, marked]), engine, {
      thorough: true,
      onFound: ({ findings, text }) => {
        for (const { finding, where } of findings)
          seen.push(`${where}: ${text.slice(finding.start, finding.end)}`);
      },
    });
    expect(seen).toEqual(['page:2: TUYỆT MẬT']);
  });

  it('holds no content in its result', async () => {
    const result = await inspectFile(pack({ 'Nguyễn Văn Riêng.docx': writeDocx(marked) }), engine, {
      name: 'Riêng.zip',
    });
    expect(JSON.stringify(result)).not.toMatch(/Riêng|TUYỆT|trồng/);
  });
});

describe('inspectText', () => {
  it('gives the findings of a text with its size in code units', () => {
    const result = inspectText(letter, engine);
    expect(result).toMatchObject({ outcome: 'scanned', size: letter.length, mediaType: 'text/plain' });
    expect(result.findings[0]).toMatchObject({ where: 'text', finding: { level: 'tuyet-mat' } });
  });
});
