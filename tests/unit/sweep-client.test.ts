import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Client } from '../../src/sweep/client.ts';
import { type Fetched, type FetchLimits, fetchItem } from '../../src/sweep/fetch-item.ts';
import { isInternal, leadsInside, type Reach } from '../../src/sweep/reach.ts';
import { startSite } from '../support/nasty-site.ts';

const WORDS = 'Lịch tiếp công dân '.repeat(500);
const LIMITS: FetchLimits = { bytes: 100_000, silence: 10_000, time: 20_000 };
const never = new AbortController().signal;

let client: Client;
beforeEach(() => {
  client = new Client('any');
});
afterEach(() => client.close());

const ask = (url: string, limits = LIMITS) => fetchItem(client, url, null, limits, never);
const textOf = (fetched: Fetched) =>
  fetched.kind === 'body' ? new TextDecoder().decode(fetched.bytes) : fetched;

describe('fetching for a sweep', () => {
  it('unpacks what the server packed, whole or cut off', async () => {
    const packed = gzipSync(WORDS);
    const bodies: Record<string, readonly [encoding: string, body: Buffer]> = {
      '/gzip': ['gzip', packed],
      '/x-gzip': ['X-GZIP', packed],
      '/br': ['br', brotliCompressSync(WORDS)],
      '/deflate': ['deflate', deflateSync(WORDS)],
      '/cut': ['gzip', packed.subarray(0, packed.length - 9)],
      '/none': ['gzip', Buffer.alloc(0)],
      '/wrong': ['gzip', Buffer.from('no such thing')],
    };
    const site = await startSite((path) => {
      const [encoding, body] = bodies[path]!;
      return { headers: { 'content-encoding': encoding }, body };
    });
    for (const path of ['/gzip', '/x-gzip', '/br', '/deflate'])
      expect([path, textOf(await ask(site.address + path))]).toEqual([path, WORDS]);
    expect(String(textOf(await ask(`${site.address}/cut`))).slice(0, 1_000)).toBe(WORDS.slice(0, 1_000));
    expect(textOf(await ask(`${site.address}/none`))).toBe('');
    expect(textOf(await ask(`${site.address}/wrong`))).toMatchObject({ failure: 'unreachable' });
    await site.stop();
  });

  it('ends at the limit a body that unpacks to more than it seems', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const site = await startSite(() => ({ headers: { 'content-encoding': 'gzip' }, body: bomb }));
    expect(bomb.length).toBeLessThan(LIMITS.bytes);
    expect(await ask(site.address)).toMatchObject({ kind: 'failed', failure: 'too-large' });
    await site.stop();
  });

  it('reads where a redirect leads, in letters of any kind', async () => {
    const to = ['/tin tức', 'b?x=1', '//[', 'https://khac.vn/a'];
    const site = await startSite((path) => ({
      status: 302,
      headers: { location: Buffer.from(to[Number(path.slice(1))]!).toString('latin1') },
    }));
    const seen = await Promise.all(to.map((_, i) => ask(`${site.address}/${i}`)));
    expect(
      seen.map((one) => (one.kind === 'redirect' ? one.to.replace(site.address, '') : one.kind)),
    ).toEqual(['/tin%20t%E1%BB%A9c', '/b?x=1', 'failed', 'https://khac.vn/a']);
    await site.stop();
  });

  it('asks again where a kept connection turns out to be closed', async () => {
    let requests = 0;
    const server: Server = createServer((_, response) => {
      requests += 1;
      // A server that ends each kept connection just as it is used for the second time.
      if (requests === 2) response.destroy();
      else response.end('x');
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    expect(textOf(await ask(url))).toBe('x');
    await new Promise(setImmediate);
    expect(textOf(await ask(url))).toBe('x');
    expect(requests).toBe(3);
    client.close();
    await new Promise((done) => server.close(done));
  });

  it('says whom it asks and what it has, and takes headers in letters of any size', async () => {
    const asked: (readonly (string | undefined)[])[] = [];
    const server: Server = createServer(({ headers, url }, response) => {
      asked.push([headers.host, url, headers['if-none-match'], headers['if-modified-since'], headers.accept]);
      response
        .writeHead(200, { ETag: '"b"', 'Last-MODIFIED': 'hôm nay', 'content-TYPE': 'text/html' })
        .end('x');
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const { port } = server.address() as AddressInfo;
    const known = { etag: '"a"', lastModified: 'hôm qua' };
    const seen: Fetched[] = [];
    for (const host of ['localhost', '127.0.0.1'])
      seen.push(await fetchItem(client, `http://${host}:${port}/tin%20t?a=%C3%A1#x`, known, LIMITS, never));
    expect(asked).toEqual(
      ['localhost', '127.0.0.1'].map((host) => [
        `${host}:${port}`,
        '/tin%20t?a=%C3%A1',
        '"a"',
        'hôm qua',
        '*/*',
      ]),
    );
    for (const one of seen)
      expect(one).toMatchObject({ type: 'text/html', validators: { etag: '"b"', lastModified: 'hôm nay' } });
    client.close();
    await new Promise((done) => server.close(done));
  });

  it('names the host to a secure server', async () => {
    const names: string[] = [];
    const server = createSecureServer({
      SNICallback(name, answer) {
        names.push(name);
        answer(new Error('no certificate'));
      },
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const { port } = server.address() as AddressInfo;
    expect(await ask(`https://localhost:${port}/`)).toMatchObject({ failure: 'unreachable' });
    expect(names).toEqual(['localhost']);
    await new Promise((done) => server.close(done));
  });

  it('ends at once when it is stopped, before and in the middle', async () => {
    const site = await startSite(() => null);
    const stop = new AbortController();
    const asked = fetchItem(client, `${site.address}/nasty/hang`, null, LIMITS, stop.signal);
    await expect.poll(() => site.asked.length).toBe(1);
    stop.abort();
    expect(await asked).toMatchObject({ failure: 'unreachable' });
    expect(await fetchItem(client, site.address, null, LIMITS, stop.signal)).toMatchObject({
      failure: 'unreachable',
    });
    expect(site.asked).toHaveLength(1);
    await site.stop();
  });
});

describe('where a sweep may lead', () => {
  const fetchWithin = async (reach: Reach, url: string): Promise<string> => {
    const guarded = new Client(reach);
    const fetched = await fetchItem(guarded, url, null, LIMITS, never);
    guarded.close();
    return fetched.kind === 'failed' ? fetched.failure : fetched.kind;
  };

  it('knows the addresses of this machine and of networks behind it', () => {
    const inside = [
      ...['127.0.0.1', '127.9.9.9', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
      ...['169.254.169.254', '100.64.0.1', '192.0.0.8', '198.18.0.1', '224.0.0.1', '255.255.255.255'],
      ...['::', '::1', 'fe80::1', 'fc00::1', 'fd12::1', 'ff02::1', '::ffff:10.0.0.1', '::ffff:7f00:1'],
      ...['64:ff9b::10.0.0.1', '2002:7f00:1::', '2001::1'],
    ];
    const outside = ['8.8.8.8', '172.32.0.1', '172.15.0.1', '192.169.0.1', '1.1.1.1', '113.160.1.1'];
    expect(inside.filter((address) => !isInternal(address))).toEqual([]);
    expect([...outside, '2405:4800::1', '::ffff:8.8.8.8', '2606:4700::1111'].filter(isInternal)).toEqual([]);
  });

  it('connects to no internal address, however it is written, unless its host is allowed', async () => {
    const site = await startSite(() => ({ body: 'x' }));
    const port = new URL(site.address).port;
    const spellings = [
      '127.0.0.1',
      'localhost',
      '2130706433',
      '0x7f.1',
      '[::ffff:127.0.0.1]',
      '0',
      'LOCALHOST',
    ];
    for (const host of spellings)
      expect([host, await fetchWithin([], `http://${host}:${port}/`)]).toEqual([host, 'refused']);
    expect(site.asked).toEqual([]);
    expect(await fetchWithin(['127.0.0.1'], site.address)).toBe('body');
    expect(await fetchWithin(['localhost'], `http://localhost:${port}/`)).toBe('body');
    expect(await fetchWithin(['localhost'], site.address)).toBe('refused');
    await site.stop();
  });

  it('says so beforehand', async () => {
    const told = (url: string, reach: Reach = []) => leadsInside(new URL(url), reach);
    expect(await told('http://localhost/')).toBe(true);
    expect(await told('http://[::1]/')).toBe(true);
    expect(await told('http://10.0.0.1/')).toBe(true);
    expect(await told('http://10.0.0.1/', ['10.0.0.1'])).toBe(false);
    expect(await told('http://10.0.0.1/', 'any')).toBe(false);
  });
});
