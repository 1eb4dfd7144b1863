import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { INNER_NAMES } from '../../scripts/make-small.ts';
import { bundledSites } from '../../src/policy/bundled.ts';
import { listFiles, ROOT, readSource } from './source.ts';

const OUT = join(ROOT, 'dist/chromium');
const manifest = JSON.parse(readFileSync(join(OUT, 'manifest.json'), 'utf8'));
const scripts: string[] = manifest.content_scripts.flatMap((entry: { js: string[] }) => entry.js);

describe('the built content scripts', () => {
  it('are declared for document_start in every frame, in both worlds', () => {
    for (const entry of manifest.content_scripts) {
      expect(entry).toMatchObject({
        run_at: 'document_start',
        all_frames: true,
        match_origin_as_fallback: true,
      });
    }
    expect(manifest.content_scripts.map((entry: { world?: string }) => entry.world)).toEqual([
      undefined,
      undefined,
      'MAIN',
    ]);
  });

  it('bring the guard to the protected sites alone, and the gate and the hooks everywhere', () => {
    const matchesOf = (name: string): string[] =>
      manifest.content_scripts.find((entry: { js: string[] }) => entry.js.some((file) => file.includes(name)))
        .matches;
    expect(matchesOf('gate')).toEqual(['<all_urls>']);
    expect(matchesOf('hooks')).toEqual(['<all_urls>']);
    expect(matchesOf('guard')).toEqual(bundledSites.map((host) => `*://${host}/*`));
    // The background names this file itself for hosts that policy adds.
    expect(existsSync(join(OUT, 'src/content/guard.iife.js'))).toBe(true);
  });

  it.each(scripts)('%s is self-contained: no eval, no new Function, no import', (file) => {
    const code = readFileSync(join(OUT, file), 'utf8');
    expect(/\beval\(/.test(code)).toBe(false);
    expect(/new Function\(/.test(code)).toBe(false);
    expect(/(?<!@)\bimport\s*\(|^\s*import\s|^\s*export\s/m.test(code)).toBe(false);
  });

  it.each(scripts)('%s leaves no top-level name in the page', (file) => {
    const code = readFileSync(join(OUT, file), 'utf8').trim();
    // The guard's file is kept in a function of its own world until the gate, or policy, has it run.
    expect(code).toMatch(
      /^(?:if\(!globalThis\.laChanWake\)\{globalThis\.laChanWake=\(\)=>\{)?(['"]use strict['"];)?\s*[(!]\s*(function\s*\(|\(\)\s*=>|\w+=>)/,
    );
  });

  it('shorten no name that a message, a table, a policy, a page or another script has', async () => {
    const { domprops } = await import(join(ROOT, 'node_modules/terser/tools/domprops.js'));
    const shared = [
      ...['messages', 'policy'].flatMap((room) => listFiles(`src/${room}`, ['.ts'])),
      ...['engine/tables', 'engine/types', 'rules/tables-schema', 'incidents/types', 'incidents/schema'].map(
        (name) => `src/${name}.ts`,
      ),
      ...['front', 'line', 'question', 'gate.iife'].map((name) => `src/content/${name}.ts`),
    ];
    // Functions, values and what is said about them are no fields.
    const code = shared.map((file) =>
      readSource(file).replaceAll(/\/\*.*?\*\/|\/\/[^\n]*|function \w+|'[^'\n]*'/gs, ''),
    );
    const words = code.join('\n').match(/\w+/g)!;
    expect(words.length).toBeGreaterThan(1000);
    expect([...words, ...domprops].filter((word) => INNER_NAMES.test(word))).toEqual([]);
  });

  it('stay under 60 kB gzipped together', () => {
    const bytes = scripts.reduce(
      (sum, file) => sum + gzipSync(readFileSync(join(OUT, file)), { level: 9 }).length,
      0,
    );
    expect(bytes).toBeLessThan(60_000);
  });
});

describe('the manifest', () => {
  it('gives pages no resource of the extension to fingerprint it by', () => {
    expect(manifest.web_accessible_resources ?? []).toEqual([]);
  });

  it('names only files that exist', () => {
    const files = [
      ...scripts,
      manifest.background.service_worker,
      manifest.action.default_popup,
      ...Object.values<string>(manifest.icons),
    ];
    expect(files.filter((file) => !existsSync(join(OUT, file)))).toEqual([]);
  });

  it('lets File and Uint8Array cross contexts', () => {
    expect(manifest.message_serialization).toBe('structured_clone');
  });
});
