import { readFileSync } from 'node:fs';
import type chromium from '../manifest.json';
import { asMatchPattern } from '../src/policy/sites.ts';

/**
 * Has the browser read the guard's file only on the pages of `rules/sites.yaml`: elsewhere reading alone would cost
 * milliseconds. Hosts that policy adds, and frames of other sites in guarded pages, get it from the background.
 */
export function aimGuard<M extends Pick<typeof chromium, 'content_scripts'>>(manifest: M): M {
  const file = new URL('../.generated/sites.json', import.meta.url);
  const sites: { hosts: string[] } = JSON.parse(readFileSync(file, 'utf8'));
  const matches = sites.hosts.map(asMatchPattern);
  const isGuard = (script: { js: string[] }) => script.js.includes('src/content/guard.iife.ts');
  return {
    ...manifest,
    content_scripts: manifest.content_scripts.map((script) =>
      isGuard(script) ? { ...script, matches } : script,
    ),
  };
}
