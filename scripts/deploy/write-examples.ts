import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { settingShapes } from '../managed-schema.ts';
import { type Deployment, policyFiles } from './samples.ts';

const folder = new URL('../../deploy/', import.meta.url);

/** The deployment of the examples in `deploy/`: an id and addresses that nobody has. */
export async function exampleDeployment(): Promise<Deployment> {
  return {
    id: 'abcdefghijklmnopabcdefghijklmnop',
    updateUrl: 'https://la-chan.donvi.example.vn/update.xml',
    firefoxUrl: 'https://la-chan.donvi.example.vn/la-chan.xpi',
    policy: JSON.parse(await readFile(new URL('policy.example.json', folder), 'utf8')),
  };
}

/** The examples by their path in `deploy/`. */
export async function exampleFiles(): Promise<Readonly<Record<string, string>>> {
  return policyFiles(await exampleDeployment(), await settingShapes());
}

if (import.meta.main) {
  for (const [name, text] of Object.entries(await exampleFiles())) {
    const path = new URL(name, folder);
    await mkdir(new URL('.', path), { recursive: true });
    await writeFile(path, text);
  }
}
