import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formats } from '../../src/documents/formats/table.ts';
import { createEngine } from '../../src/engine/engine.ts';
import type { LocatedFinding, Outcome } from '../../src/engine/verdict.ts';
import { inspectFile } from '../../src/inspection/inspect.ts';
import { bundledTables } from '../../src/rules/bundled.ts';
import { decodePlain } from '../../src/vision/plain/decode.ts';
import { createReader } from '../../src/vision/reader.ts';
import { fixtures } from './fixtures.ts';

const FOLDER = join(import.meta.dirname, 'fixtures');
const engine = createEngine(bundledTables);
const reader = createReader({ decode: decodePlain });

/** What comes of a fixture by its name, where nothing else is said. */
const EXPECTED: Readonly<Record<string, Outcome>> = {
  ok: 'scanned',
  blocked: 'scanned',
  broken: 'damaged',
  encrypted: 'encrypted',
  bomb: 'bomb',
  unread: 'unknown-format',
};
const PICTURES = ['png', 'jpg', 'gif', 'bmp', 'webp', 'tiff', 'heic'];
const CLAIMS_TOO_MUCH: Outcome = 'too-large';

/** Fixtures that there cannot be, and why. Every other format has all five. */
const MISSING: readonly (readonly [what: string, formats: readonly string[], why: string])[] = [
  ['encrypted', [...PICTURES, 'svg', 'emf', 'wmf'], 'pictures have no passwords'],
  ['encrypted', ['txt', 'csv', 'html', 'xml', 'rtf'], 'texts have no passwords'],
  [
    'encrypted',
    ['msg', 'ole', 'gz', 'tar', 'packed-tar'],
    'what is inside may have a password, they have none',
  ],
  ['broken', ['txt', 'csv', 'html', 'xml', 'eml', 'rtf'], 'any bytes are a text, a page, a mail'],
  ['broken', ['packed-tar'], 'what does not unpack shows no archive and is unknown'],
  ['bomb', ['txt', 'csv', 'html', 'xml', 'svg', 'rtf', 'emf', 'wmf', 'tar'], 'nothing in them is packed'],
  ['bomb', ['doc', 'xls', 'ppt', 'msg', 'ole'], 'their streams are stored as they are'],
];

const blocked = (findings: readonly LocatedFinding[]) =>
  findings.filter(({ finding }) => finding.action === 'block');

describe('the formats', () => {
  it('have a folder of fixtures each, and no folder is left over', () => {
    expect(readdirSync(FOLDER).sort()).toEqual(formats.map(({ id }) => id).sort());
  });

  it('have a fixture of every kind there can be', () => {
    const missing = formats.flatMap(({ id }) =>
      ['ok', 'blocked', 'broken', 'encrypted', 'bomb']
        .filter((what) => !existsSync(join(FOLDER, id, `${what}.${id}`)))
        .map((what) => `${id} ${what}`),
    );
    const known = MISSING.flatMap(([what, ids]) => ids.map((id) => `${id} ${what}`));
    expect(missing.sort()).toEqual(known.sort());
  });

  it('have the fixtures that the writers write', () => {
    const written = [...fixtures()].map(([path]) => path);
    const there = formats.flatMap(({ id }) => readdirSync(join(FOLDER, id)).map((name) => `${id}/${name}`));
    expect(there.sort()).toEqual(written.sort());
  });

  for (const format of formats) {
    for (const name of readdirSync(join(FOLDER, format.id))) {
      const what = name.split(/[.-]/)[0] as string;
      const picture = PICTURES.includes(format.id);
      const expected = picture && what === 'bomb' ? CLAIMS_TOO_MUCH : EXPECTED[what];
      it(`${format.id}/${name} comes out as ${expected}`, async () => {
        const bytes = new Uint8Array(readFileSync(join(FOLDER, format.id, name)));
        const { outcome, findings, mediaType } = await inspectFile(bytes, engine, {
          readImage: (image) => reader.read(image),
        });
        expect(outcome).toBe(expected);
        expect(blocked(findings).map(({ finding }) => finding.level)).toEqual(
          what === 'blocked' ? ['tuyet-mat'] : [],
        );
        if (what === 'ok' || what === 'blocked') expect(mediaType).toBe(format.mediaType);
      });
    }
  }
});
