import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { createNodeScanPool } from '../../src/inspection/node/scan-pool.ts';
import { bundledPolicy } from '../../src/policy/bundled.ts';
import { bundledTables } from '../../src/rules/bundled.ts';
import { answerSchema, problemSchema } from '../../src/server/scan-answer.ts';
import { apiKeyOnly, createScanApi } from '../../src/server/scan-api.ts';
import { scanLimits } from '../../src/server/scan-body.ts';

const MARKED =
  'UBND HUYỆN AN PHÚ\nSố: 12/KH-UBND\nTUYỆT MẬT\nKẾ HOẠCH\nDiễn tập khu vực phòng thủ, mã hồ sơ KPT4417.';
const CLEAN = 'UBND HUYỆN AN PHÚ\nSố: 12/KH-UBND\nKẾ HOẠCH\nTrồng cây đầu xuân, mã hồ sơ KPT4417.';
const KEY = 'khoa-thu-nghiem';
const LIMITS = { ...scanLimits, bytes: 2_000_000, items: 5, silence: 400, time: 3_000, atOnce: 3 };
const fixture = (format: string, kind: string) =>
  new Uint8Array(
    readFileSync(join(import.meta.dirname, `../documents/fixtures/${format}/${kind}.${format}`)),
  );

const stop = new AbortController();
const rules = { packId: 'bundled', tables: bundledTables, policy: bundledPolicy };
const pool = createNodeScanPool(2, stop.signal);
let server: ReturnType<typeof serve>;
let address = '';

beforeAll(async () => {
  const app = createScanApi({
    tools: async () => ({ rules, engine: createEngine(bundledTables), pool }),
    authorise: apiKeyOnly([createHash('sha256').update(KEY).digest('hex')]),
    limits: LIMITS,
  });
  await new Promise<void>((ready) => {
    server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
      address = `http://127.0.0.1:${port}`;
      ready();
    });
  });
});

afterAll(async () => {
  stop.abort();
  await new Promise((done) => server.close(done));
});

const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  fetch(`${address}/v1/scan`, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${KEY}`, ...headers },
  });
const form = (...parts: (readonly [string, string | Blob])[]) => {
  const made = new FormData();
  for (const [name, value] of parts) made.append(name, value);
  return made;
};
const problemOf = async (response: Response) => {
  const problem = problemSchema.parse(await response.json());
  // A sentence for people, not the bare word for machines.
  expect(problem.message).toMatch(/\s/);
  return [response.status, problem.error];
};
/** Bytes on the wire as a broken or hostile client sends them; resolves to the status line, or '' when none came. */
const raw = (head: string, body: string, { end = true, patience = 5_000 } = {}) =>
  new Promise<string>((resolve) => {
    const { port } = new URL(address);
    const socket = connect(Number(port), '127.0.0.1');
    let heard = '';
    const finish = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(heard.split('\r\n')[0] ?? '');
    };
    const timer = setTimeout(finish, patience);
    socket.on('data', (data) => {
      heard += data.toString();
      if (heard.includes('\r\n\r\n')) finish();
    });
    socket.on('error', finish);
    socket.on('close', finish);
    socket.write(
      `POST /v1/scan HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${KEY}\r\n${head}\r\n\r\n${body}`,
    );
    if (end) socket.end();
  });

describe('the scan API', () => {
  it('refuses a marked file and a marked text, and says why in words without a word of the content', async () => {
    const response = await post(
      form(
        ['file', new File([MARKED], 'ke-hoach-dien-tap.txt')],
        ['noidung', MARKED],
        ['file', new File([CLEAN], 'b')],
      ),
    );
    const text = await response.text();
    const answer = answerSchema.parse(JSON.parse(text));
    expect(answer).toMatchObject({ action: 'block', level: 'tuyet-mat' });
    expect(answer.items.map(({ kind, action }) => [kind, action])).toEqual([
      ['file', 'block'],
      ['text', 'block'],
      ['file', 'allow'],
    ]);
    expect(answer.items[0]?.findings[0]?.words).not.toBe('');
    expect(answer.items[0]?.findings[0]?.reasons.length).toBeGreaterThan(0);
    expect(text).not.toMatch(/KPT4417|AN PHÚ|ke-hoach|TUYỆT/);
  });

  it('reads every format by its content, whatever its name says', async () => {
    const formats = ['docx', 'xlsx', 'pdf', 'doc', 'zip'];
    const made = form(
      ...formats.map((format) => ['file', new File([fixture(format, 'blocked')], 'anh.jpg')] as const),
    );
    const answer = answerSchema.parse(await (await post(made)).json());
    expect(answer.items.map(({ action }) => action)).toEqual(formats.map(() => 'block'));
    const clean = form(...formats.map((format) => ['file', new File([fixture(format, 'ok')], 'a')] as const));
    expect(answerSchema.parse(await (await post(clean)).json()).action).toBe('allow');
  });

  it('takes plain text and bare bytes too', async () => {
    expect(await (await post(MARKED, { 'content-type': 'text/plain; charset=utf-8' })).json()).toMatchObject({
      action: 'block',
    });
    const bytes = new Blob([fixture('docx', 'blocked')]);
    expect(await (await post(bytes, { 'content-type': 'application/octet-stream' })).json()).toMatchObject({
      action: 'block',
    });
  });

  it('holds what cannot be read and names the outcome', async () => {
    const answer = answerSchema.parse(
      await (
        await post(
          form(
            ['file', new File([fixture('docx', 'encrypted')], 'a')],
            ['file', new File([fixture('zip', 'bomb')], 'b')],
            ['file', new File([fixture('pdf', 'broken')], 'c')],
          ),
        )
      ).json(),
    );
    expect(answer.items.map(({ outcome }) => outcome)).toEqual(['encrypted', 'bomb', 'damaged']);
    expect(answer.action).toBe('hold');
  });

  it('speaks English to those who ask for it', async () => {
    const answer = await (
      await post(MARKED, { 'content-type': 'text/plain', 'accept-language': 'en' })
    ).text();
    const vietnamese = await (await post(MARKED, { 'content-type': 'text/plain' })).text();
    expect(answer).not.toBe(vietnamese);
  });

  it('wants a key, and the right one', async () => {
    for (const authorization of ['', 'Bearer ', 'Bearer nope', `Basic ${KEY}`, `bearer ${KEY}x`])
      expect(await problemOf(await post('x', { authorization, 'content-type': 'text/plain' }))).toEqual([
        401,
        'unauthorised',
      ]);
  });

  it('answers bodies that are wrong in themselves', async () => {
    expect(await problemOf(await post('{}', { 'content-type': 'application/json' }))).toEqual([
      415,
      'unsupported-type',
    ]);
    expect(await problemOf(await post('', { 'content-type': 'text/plain' }))).toEqual([422, 'empty']);
    expect(await problemOf(await post('abc', { 'content-type': 'multipart/form-data; boundary=x' }))).toEqual(
      [422, 'malformed'],
    );
    expect(await problemOf(await post('abc', { 'content-type': 'multipart/form-data' }))).toEqual([
      422,
      'malformed',
    ]);
    // Ends in the middle of a part.
    const cut = '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc';
    expect(await problemOf(await post(cut, { 'content-type': 'multipart/form-data; boundary=x' }))).toEqual([
      422,
      'malformed',
    ]);
    expect(
      await problemOf(await post(new Uint8Array([0xff, 0xfe, 0xfd]), { 'content-type': 'text/plain' })),
    ).toEqual([422, 'malformed']);
    const many = form(...Array.from({ length: 6 }, () => ['t', 'x'] as const));
    expect(await problemOf(await post(many))).toEqual([413, 'too-many-items']);
  });

  it('refuses what is too large before it has read it, declared or not', async () => {
    expect(await raw('content-type: text/plain\r\ncontent-length: 999999999', 'x', { end: false })).toContain(
      '413',
    );
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(100_000).fill(65)),
    });
    const response = await fetch(`${address}/v1/scan`, {
      method: 'POST',
      body: endless,
      duplex: 'half',
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'text/plain' },
    } as RequestInit).catch((error: unknown) => error);
    if (response instanceof Response) expect(await problemOf(response)).toEqual([413, 'too-large']);
  });

  it('gives up on a body that does not come', async () => {
    const slow = raw('content-type: text/plain\r\ncontent-length: 100', 'abc', { end: false });
    expect(await slow).toContain('408');
  });

  it('survives clients that hang up or speak nonsense', async () => {
    await raw('content-type: text/plain\r\ncontent-length: 100', 'abc');
    await raw('content-type: text/plain\r\ntransfer-encoding: chunked', 'zz\r\n');
    await raw('content-type: multipart/form-data; boundary=\u0000', 'abc');
    expect((await post(CLEAN, { 'content-type': 'text/plain' })).status).toBe(200);
  });

  it('says when it is busy instead of filling its memory', async () => {
    const held = Array.from({ length: LIMITS.atOnce }, () =>
      raw('content-type: text/plain\r\ncontent-length: 100', 'abc', { end: false }),
    );
    await new Promise((done) => setTimeout(done, 100));
    const response = await post('x', { 'content-type': 'text/plain' });
    expect(response.headers.get('retry-after')).toBe('5');
    expect(await problemOf(response)).toEqual([503, 'busy']);
    await Promise.all(held);
    expect((await post('x', { 'content-type': 'text/plain' })).status).toBe(200);
  });
});

describe('its description', () => {
  it('names every route and every status that the API has', async () => {
    const description = (await (await fetch(`${address}/v1/openapi.json`)).json()) as {
      openapi: string;
      paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
    };
    expect(description.openapi).toMatch(/^3\.1\./);
    const app = createScanApi({
      tools: () => Promise.reject(new Error('nobody asks')),
      authorise: apiKeyOnly([]),
    });
    const routes = [...new Set(app.routes.map(({ method, path }) => `${method.toLowerCase()} ${path}`))];
    const described = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(described.sort()).toEqual(routes.sort());
    const statuses = Object.keys(description.paths['/v1/scan']?.post?.responses ?? {}).map(Number);
    expect(statuses).toEqual([200, 400, 401, 408, 413, 415, 422, 503]);
  });
});
