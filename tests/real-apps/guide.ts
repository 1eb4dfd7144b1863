import { cpSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PLUGIN } from '../support/plugin-files.ts';

const GUIDE = resolve(import.meta.dirname, '../../docs/integrator/README.md');

/**
 * The code under a heading of the integrator's guide, with its placeholders filled in: what stands there for people to copy is
 * what is tested. Throws when the guide has no such code or placeholder any more.
 */
export function copyFromGuide(
  heading: string,
  language: 'html' | 'php' | 'js' | 'json' | 'sh',
  fill: Readonly<Record<string, string>> = {},
): string {
  const guide = readFileSync(GUIDE, 'utf8');
  const section = guide.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  const code = section?.split(`\`\`\`${language}\n`)[1]?.split('```')[0];
  if (!code) throw new Error(`The guide has no ${language} under "${heading}".`);
  return Object.entries(fill).reduce((text, [placeholder, value]) => {
    if (!text.includes(placeholder)) throw new Error(`The guide's "${heading}" has no ${placeholder}.`);
    return text.replaceAll(placeholder, value);
  }, code);
}

/** Copies the built plug-in into a folder of a site. */
export function copyPlugin(folder: string): void {
  cpSync(PLUGIN, folder, { recursive: true });
}
