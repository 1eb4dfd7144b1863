import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formats } from '../../src/documents/formats/table.ts';
import { createEngine } from '../../src/engine/engine.ts';
import type { LocatedFinding, Outcome } from '../../src/engine/verdict.ts';
import { inspectFile } from '../../src/inspection/inspect.ts';
import { bundledTables } from '../../src/rules/bundled.ts';

const FOLDER = join(import.meta.dirname, 'fixtures');
const engine = createEngine(bundledTables);

/** What comes of a fixture by its name, where nothing else is said. */
const EXPECTED: Readonly<Record<string, Outcome>> = {
  ok: 'scanned',
  blocked: 'scanned',
  broken: 'damaged',
  encrypted: 'encrypted',
  bomb: 'bomb',
};
/** Pictures wait for somebody who reads them. */
const PICTURES = new Set(['png', 'jpg', 'gif', 'bmp', 'webp', 'tiff', 'heic']);

const blocked = (findings: readonly LocatedFinding[]) =>
  findings.filter(({ finding }) => finding.action === 'block');

describe('the formats', () => {
  it('have a folder of fixtures each, and no folder is left over', () => {
    expect(readdirSync(FOLDER).sort()).toEqual(formats.map(({ id }) => id).sort());
  });

  for (const format of formats) {
    for (const name of readdirSync(join(FOLDER, format.id))) {
      const what = name.split(/[.-]/)[0] as string;
      const expected = PICTURES.has(format.id) ? 'image-unread' : EXPECTED[what];
      it(`${format.id}/${name} comes out as ${expected}`, async () => {
        const bytes = new Uint8Array(readFileSync(join(FOLDER, format.id, name)));
        const { outcome, findings, mediaType } = await inspectFile(bytes, engine);
        expect(outcome).toBe(expected);
        expect(blocked(findings).map(({ finding }) => finding.level)).toEqual(
          what === 'blocked' ? ['tuyet-mat'] : [],
        );
        if (what === 'ok' || what === 'blocked') expect(mediaType).toBe(format.mediaType);
      });
    }
  }
});
