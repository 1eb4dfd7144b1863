import { createHash, generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packCrx } from '../../scripts/deploy/crx.ts';
import { updateManifest } from '../../scripts/deploy/update-manifest.ts';
import type { Layer } from '../../src/policy/policy.ts';
import { EXTENSION } from './browser.ts';
import type { Served } from './receiving-server.ts';

/** A unit that installs the product on its machines: its key, its https host, its policies. */
export interface UnitOffice {
  readonly id: string;
  /** What the unit's host serves; null for other hosts. */
  serve(host: string, path: string): Served | null;
  /** Publishes a rule pack, or whatever else stands there. */
  publish(bytes: Uint8Array): void;
  /** Publishes the same product once more, as another version. */
  release(version: string): Promise<void>;
  /** The administrator's file with this policy for the extension. */
  policies(policy: Layer): object;
}

const HOST = 'files.unit.example';
export const PACKS = `https://${HOST}/packs/`;

export async function openUnitOffice(): Promise<UnitOffice> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const { id, crx } = await packCrx(EXTENSION, pem);
  let newest = { version: readVersion(), crx };
  let pack: Uint8Array | null = null;
  const files = (path: string): Served => {
    if (path.startsWith('/update.xml'))
      return { type: 'text/xml', body: updateManifest(id, newest.version, `https://${HOST}/la-chan.crx`) };
    if (path === '/la-chan.crx')
      return { type: 'application/x-chrome-extension', body: Buffer.from(newest.crx) };
    if (path === '/packs/latest.json' && pack) return { type: 'application/json', body: latestOf(pack) };
    if (path === '/packs/chung-1.json' && pack) return { type: 'application/json', body: Buffer.from(pack) };
    return { type: 'text/plain', body: 'nothing here' };
  };
  return {
    id,
    serve: (host, path) => (host === HOST ? files(path) : null),
    publish: (bytes) => {
      pack = bytes;
    },
    async release(version) {
      newest = { version, crx: await packAs(version, pem) };
    },
    policies: (policy) => ({
      ExtensionSettings: {
        [id]: {
          installation_mode: 'force_installed',
          update_url: `https://${HOST}/update.xml`,
          override_update_url: true,
        },
      },
      // A test drives the extension's own pages, which are shut to developer tools otherwise.
      DeveloperToolsAvailability: 1,
      '3rdparty': { extensions: { [id]: policy } },
    }),
  };
}

const readVersion = (): string => JSON.parse(readFileSync(join(EXTENSION, 'manifest.json'), 'utf8')).version;

async function packAs(version: string, pem: string): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'la-chan-release-'));
  try {
    cpSync(EXTENSION, folder, { recursive: true });
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, version }));
    return (await packCrx(folder, pem)).crx;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function latestOf(pack: Uint8Array): string {
  return JSON.stringify({
    format: 'la-chan.latest/1',
    name: 'chung',
    version: 1,
    file: 'chung-1.json',
    bytes: pack.length,
    sha256: createHash('sha256').update(pack).digest('hex'),
  });
}
