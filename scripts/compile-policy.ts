import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { Layer } from '../src/policy/policy.ts';
import { readHostPattern, readLayer, settingNames } from '../src/policy/schema.ts';
import { managedSchema } from './managed-schema.ts';

const root = new URL('../', import.meta.url);
const read = async (path: string) => parse(await readFile(new URL(path, root), 'utf8'));

/** Reads and checks `rules/sites.yaml`: all hosts, and those of the unit and the state. Throws with file and entry when something in it makes no sense. */
async function readSites(): Promise<{ hosts: string[]; own: string[] }> {
  const file = 'rules/sites.yaml';
  const { protected: sites }: { protected: { id: string; own?: true; hosts: string[] }[] } = await read(file);
  if (!Array.isArray(sites)) throw new Error(`${file}: expected a list under "protected"`);
  for (const site of sites) {
    if (!/^[a-z0-9-]+$/.test(site?.id ?? '') || !Array.isArray(site.hosts) || site.hosts.length === 0)
      throw new Error(
        `${file}: each entry needs an id (a-z, 0-9, -) and hosts, but one is ${JSON.stringify(site)}`,
      );
    for (const host of site.hosts) {
      if (readHostPattern(String(host)) !== host)
        throw new Error(
          `${file}: "${host}" under "${site.id}" is not a host in lower case, nor *. and a host`,
        );
    }
  }
  const hostsOf = (own: boolean) => sites.filter((site) => !own || site.own).flatMap(({ hosts }) => hosts);
  return { hosts: hostsOf(false), own: hostsOf(true) };
}

/** Reads and checks `rules/policy.default.yaml`. */
async function readDefaults(): Promise<Layer> {
  const file = 'rules/policy.default.yaml';
  const { layer, problems } = readLayer(await read(file));
  const [first] = problems;
  if (first) throw new Error(`${file}: ${first.setting}: ${first.problem}`);
  for (const setting of settingNames)
    if (layer[setting] === undefined) throw new Error(`${file}: "${setting}" is missing`);
  const { sites, outcomes, updates } = layer;
  if (!sites?.add || !sites.remove || !outcomes?.default)
    throw new Error(`${file}: "sites" needs add and remove, "outcomes" needs default`);
  if (!updates?.sources || updates.hours === undefined || updates.root === undefined)
    throw new Error(`${file}: "updates" needs sources, hours and root`);
  return layer;
}

await mkdir(new URL('.generated/', root), { recursive: true });
const write = (name: string, value: unknown) =>
  writeFile(new URL(`.generated/${name}`, root), JSON.stringify(value));
await write('sites.json', await readSites());
const defaults = await readDefaults();
await write('policy.json', defaults);
// The guard's file need not carry the rest.
const { markings, categories, foreign, outcomes, actions, mode, sectors } = defaults;
await write('verdict-policy.json', { markings, categories, foreign, outcomes, actions, mode, sectors });
await writeFile(
  new URL('public/managed-schema.json', root),
  `${JSON.stringify(await managedSchema(), null, 2)}\n`,
);
