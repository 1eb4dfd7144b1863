import { generateKeyPairSync } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readLayer } from '../src/policy/schema.ts';
import { extensionId, packCrx } from './deploy/crx.ts';
import { type Deployment, policyFiles } from './deploy/samples.ts';
import { updateManifest } from './deploy/update-manifest.ts';
import { settingShapes } from './managed-schema.ts';

const USAGE = `node scripts/pack-crx.ts --url https://HOST/FOLDER/ [--key FILE.pem] [--policy FILE.json] [--from FOLDER] [--out FOLDER]

Packs and signs the built extension for Chrome, Edge, Cốc Cốc and Chromium, and writes the policies that install it.
--url     the https folder from which browsers will fetch it
--key     the RSA key to sign with (la-chan.pem); made when it is not there. Keep it: another key is another extension
--policy  the settings of the unit (deploy/policy.example.json)
--from    the built extension (dist/chromium)
--out     where to write (dist/deploy)`;

/** What the person has asked for, or an end with the reason. */
function readWish() {
  try {
    const { values } = parseArgs({
      options: {
        url: { type: 'string' },
        key: { type: 'string', default: 'la-chan.pem' },
        policy: { type: 'string', default: 'deploy/policy.example.json' },
        from: { type: 'string', default: 'dist/chromium' },
        out: { type: 'string', default: 'dist/deploy' },
      },
    });
    const { url } = values;
    if (url === undefined || !URL.canParse(url) || new URL(url).protocol !== 'https:')
      throw new Error('--url needs an https address');
    return { ...values, url: url.endsWith('/') ? url : `${url}/` };
  } catch (error) {
    stop(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  }
}

/** The key in the file; a new one, written there for its owner alone, when there is none. */
async function readKey(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  await writeFile(file, pem, { mode: 0o600, flag: 'wx' });
  console.log(`made the key ${resolve(file)}: keep it safe, and make a copy`);
  return pem;
}

async function readJson(file: string, what: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    stop(`${what}: ${file}: ${error instanceof Error ? error.message : error}`);
  }
}

function stop(why: string): never {
  console.error(why);
  process.exit(64);
}

const { url, key, policy: policyFile, from, out } = readWish();
const raw = await readJson(policyFile, 'the policy');
const { problems } = readLayer(raw);
if (problems.length > 0)
  stop(problems.map(({ setting, problem }) => `${policyFile}: ${setting}: ${problem}`).join('\n'));
const { version } = (await readJson(join(from, 'manifest.json'), 'the built extension')) as {
  version: string;
};
const pem = await readKey(key);
const { crx } = await packCrx(from, pem);
const crxName = `la-chan-${version}.crx`;
const deployment: Deployment = {
  id: extensionId(pem),
  updateUrl: `${url}update.xml`,
  firefoxUrl: `${url}la-chan.xpi`,
  policy: raw as Deployment['policy'],
};
const files: Record<string, string | Uint8Array> = {
  [crxName]: crx,
  'update.xml': updateManifest(deployment.id, version, `${url}${crxName}`),
};
for (const [name, text] of Object.entries(await policyFiles(deployment, await settingShapes())))
  files[`policies/${name}`] = name.endsWith('.reg') ? Buffer.from(`\ufeff${text}`, 'utf16le') : text;
for (const [name, content] of Object.entries(files)) {
  const path = join(out, name);
  await mkdir(dirname(path), { recursive: true });
  // Browsers may be fetching while this writes: they get the old file or the new one.
  await writeFile(`${path}.new`, content);
  await rename(`${path}.new`, path);
}
console.log(`${deployment.id}  ${version}`);
console.log(`upload ${crxName} and update.xml from ${resolve(out)} to ${url}`);
console.log(`policies for each system: ${resolve(out, 'policies')}`);
