import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extensionId, packCrx } from '../../scripts/deploy/crx.ts';
import { updateManifest } from '../../scripts/deploy/update-manifest.ts';
import { exampleDeployment, exampleFiles } from '../../scripts/deploy/write-examples.ts';
import { managedSchema, settingShapes } from '../../scripts/managed-schema.ts';
import { readLayer, settingNames } from '../../src/policy/schema.ts';

const { id, policy } = await exampleDeployment();
const files = await exampleFiles();
const fileOf = (name: string) => files[name] ?? '';

describe('the example policies', () => {
  it('in the folder are those that the script writes', () => {
    for (const [name, text] of Object.entries(files))
      expect(readFileSync(`deploy/${name}`, 'utf8'), name).toBe(text);
  });

  it('hold nothing that the product does not understand, and show every setting', () => {
    expect(readLayer(policy).problems).toEqual([]);
    expect(Object.keys(policy).sort()).toEqual([...settingNames].sort());
  });

  it('give the extension the same policy on every system', async () => {
    const linux = JSON.parse(fileOf('linux/la-chan.json'));
    expect(linux['3rdparty'].extensions[id]).toEqual(policy);
    const firefox = JSON.parse(fileOf('firefox/policies.json'));
    expect(firefox.policies['3rdparty'].Extensions['la-chan@la-chan.vn']).toEqual(policy);
    for (const browser of ['chrome', 'edge', 'coccoc'])
      expect(await readReg(fileOf(`windows/${browser}.reg`)), browser).toEqual(policy);
    for (const browser of ['chrome', 'edge'])
      expect(fileOf(`macos/${browser}.mobileconfig`)).toContain(`extensions.${id}</string>`);
  });

  it('force the installation and shut private windows, where no policy can bring the extension', () => {
    const linux = JSON.parse(fileOf('linux/la-chan.json'));
    expect(linux.ExtensionSettings[id]).toMatchObject({
      installation_mode: 'force_installed',
      override_update_url: true,
    });
    expect(linux.IncognitoModeAvailability).toBe(1);
    expect(fileOf('windows/edge.reg')).toContain('"InPrivateModeAvailability"=dword:00000001');
    expect(JSON.parse(fileOf('firefox/policies.json')).policies.DisablePrivateBrowsing).toBe(true);
  });

  it('that are XML are well formed, and their words are all there', async () => {
    for (const [name, text] of Object.entries(files))
      if (/\.(admx|adml|mobileconfig)$/.test(name)) expect(parseXml(text), name).toBeGreaterThan(10);
    const admx = fileOf('windows/la-chan.admx');
    for (const adml of [fileOf('windows/vi-VN/la-chan.adml'), fileOf('windows/en-US/la-chan.adml')]) {
      for (const [, kind, name] of admx.matchAll(/\$\((string|presentation)\.([\w-]+)\)/g))
        expect(adml).toContain(`<${kind} id="${name}"`);
      expect(adml).not.toContain('undefined');
    }
    const { properties = {} } = await settingShapes();
    for (const [name, { enum: values = [] }] of Object.entries(properties))
      for (const browser of ['chrome', 'edge', 'coccoc']) {
        const [, defined = ''] = new RegExp(`name="${browser}_${name}"(.*?)</policy>`, 's').exec(admx) ?? [];
        expect(defined, name).toContain(`valueName="${name}"`);
        expect([...defined.matchAll(/<value><string>([^<]*)</g)].map(([, value]) => value)).toEqual(values);
        const [, element] = /<elements><\w+ id="(\w+)"/.exec(defined) ?? [];
        const box = new RegExp(`<presentation id="${name}">.*?refId="(\\w+)"`, 's');
        expect(box.exec(fileOf('windows/vi-VN/la-chan.adml'))?.[1]).toBe(element);
      }
  });
});

it('the profiles for macOS hold installation and policy as two payloads', () => {
  for (const browser of ['chrome', 'edge']) {
    const { PayloadContent } = readPlist(fileOf(`macos/${browser}.mobileconfig`)) as {
      PayloadContent: Record<string, unknown>[];
    };
    const [settings, own] = PayloadContent.map((payload) =>
      Object.fromEntries(Object.entries(payload).filter(([name]) => !name.startsWith('Payload'))),
    );
    expect(settings).toMatchObject({
      ExtensionSettings: { [id]: { installation_mode: 'force_installed', override_update_url: true } },
    });
    expect(own).toEqual(policy);
  }
});

/** A property list as its reader sees it. */
function readPlist(text: string): unknown {
  const tokens = [...text.matchAll(/<(\/?)(plist|dict|array|key|string|integer|true|false)\b[^>]*>([^<]*)/g)];
  let at = tokens.findIndex(([, , name]) => name === 'plist') + 1;
  const words = (written: string) =>
    written.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
  const read = (): unknown => {
    const [, , name, content = ''] = tokens[at++]!;
    if (name === 'true' || name === 'false') return name === 'true';
    if (name !== 'dict' && name !== 'array') {
      at += 1;
      return name === 'integer' ? Number(content) : words(content);
    }
    const items: unknown[] = [];
    while (tokens[at]?.[1] !== '/') items.push(read());
    at += 1;
    if (name === 'array') return items;
    return Object.fromEntries(items.flatMap((key, i) => (i % 2 === 0 ? [[String(key), items[i + 1]]] : [])));
  };
  return read();
}

/** The extension's policy in a registry file, read as a browser reads it: JSON where the schema has a list or an object. */
async function readReg(text: string): Promise<object> {
  const { properties = {} } = await managedSchema();
  const section = text.split(`\\${id}\\policy]\r\n`)[1] ?? '';
  const entries = [...section.matchAll(/^"(\w+)"=(?:dword:([0-9a-f]{8})|"(.*)")\r$/gm)];
  return Object.fromEntries(
    entries.map(([, name = '', number, words = '']) => {
      const value = words.replace(/\\([\\"])/g, '$1');
      const isTree = ['array', 'object'].includes(properties[name]?.type ?? '');
      return [name, number ? Number.parseInt(number, 16) : isTree ? JSON.parse(value) : value];
    }),
  );
}

/** Counts the elements of an XML text; throws where tags do not close each other or a bare `<` or `&` stands. */
function parseXml(text: string): number {
  const open: string[] = [];
  let elements = 0;
  const body = text.replace(/^<\?xml[^>]*>\s*(<!DOCTYPE[^>]*>)?/, '');
  const rest = body.replace(
    /<(\/?)([\w-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g,
    (_tag, end, name, _all, empty) => {
      if (end && open.pop() !== name) throw new Error(`</${name}> closes nothing`);
      if (!end) elements += 1;
      if (!end && !empty) open.push(name);
      return '';
    },
  );
  if (open.length > 0 || /<|&(?!#\d+;)/.test(rest)) throw new Error(`not well formed: ${open.join(' ')}`);
  return elements;
}

describe('a packed extension', () => {
  const folder = mkdtempSync(join(tmpdir(), 'la-chan-pack-'));
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  beforeAll(() => {
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'manifest.json'), '{}');
    writeFileSync(join(folder, 'sub/a.js'), 'let a;');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has a header whose signature is of its key over its files, and the id of that key', async () => {
    const { id: packedId, crx } = await packCrx(folder, pem);
    const bytes = Buffer.from(crx);
    expect(bytes.toString('latin1', 0, 4)).toBe('Cr24');
    expect(bytes.readUInt32LE(4)).toBe(3);
    const header = readFields(bytes.subarray(12, 12 + bytes.readUInt32LE(8)));
    const zip = bytes.subarray(12 + bytes.readUInt32LE(8));
    const proof = readFields(header.get(2)!);
    const signedData = header.get(10_000)!;
    const length = Buffer.alloc(4);
    length.writeUInt32LE(signedData.length);
    const content = Buffer.concat([Buffer.from('CRX3 SignedData\0'), length, signedData, zip]);
    const publicKey = createPublicKey({ key: proof.get(1)!, format: 'der', type: 'spki' });
    expect(verify('sha256', content, publicKey, proof.get(2)!)).toBe(true);
    const idBytes = createHash('sha256').update(proof.get(1)!).digest().subarray(0, 16);
    expect(readFields(signedData).get(1)).toEqual(idBytes);
    expect(packedId).toMatch(/^[a-p]{32}$/);
    expect(packedId).toBe(extensionId(pem));
    expect(Object.keys(unzipSync(zip))).toEqual(['manifest.json', 'sub/a.js']);
  });

  it('is the same, byte for byte, when packed again', async () => {
    expect((await packCrx(folder, pem)).crx).toEqual((await packCrx(folder, pem)).crx);
  });

  it('has an update manifest that survives odd addresses', () => {
    expect(parseXml(updateManifest('a'.repeat(32), '1.0', 'https://x.vn/?a=1&b="<\''))).toBe(3);
  });
});

/** The length-delimited fields of a protocol buffer, by number. */
function readFields(bytes: Buffer): Map<number, Buffer> {
  const fields = new Map<number, Buffer>();
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const number = varint() >> 3;
    const length = varint();
    fields.set(number, bytes.subarray(at, at + length));
    at += length;
  }
  return fields;
}
