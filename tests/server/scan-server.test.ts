import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { scanLimits } from '../../src/server/scan-body.ts';
import { startTestServer, type TestServer } from './support.ts';

const KEY = 'khoa-thu-nghiem';
const MARKED = 'UBND HUYỆN AN PHÚ\nSố: 12/KH-UBND\nTUYỆT MẬT\nKẾ HOẠCH\nMã hồ sơ KPT4417.';

interface Answered {
  readonly status: number;
  readonly body: string;
}

/** The scan API where it stands in earnest: behind everything that the unit's server puts before it. */
describe('the scan API of the unit’s server', () => {
  let server: TestServer;
  const open = new Set<Socket>();
  beforeAll(async () => {
    server = await startTestServer('sqlite', {
      scanKeys: [createHash('sha256').update(KEY).digest('hex')],
    });
  });
  afterEach(async () => {
    for (const socket of open) socket.destroy();
    open.clear();
    // Places are free again once the server has noticed who hung up.
    await expect
      .poll(async () => (await post('x', { 'content-type': 'text/plain' })).status, { timeout: 20_000 })
      .toBe(200);
  });
  afterAll(() => server?.end());

  const post = async (body: BodyInit, headers: Record<string, string> = {}): Promise<Answered> => {
    const all = { authorization: `Bearer ${KEY}`, ...headers };
    const answer = await fetch(`${server.address}/v1/scan`, { method: 'POST', body, headers: all });
    return { status: answer.status, body: await answer.text() };
  };
  /** Writes bytes on a bare connection; resolves to the answer, to status 0 where the server hung up without one. */
  const write = (head: string, body: string | Buffer): Promise<Answered> =>
    new Promise((resolve) => {
      const socket = connect(Number(new URL(server.address).port), '127.0.0.1');
      open.add(socket);
      let heard = '';
      socket.on('data', (data) => {
        heard += data.toString();
        const [top = '', rest = ''] = heard.split('\r\n\r\n');
        const length = Number(/content-length: (\d+)/i.exec(top)?.[1] ?? Number.NaN);
        if (Buffer.byteLength(rest) >= length) resolve({ status: Number(top.split(' ')[1]), body: rest });
      });
      socket.on('error', () => resolve({ status: 0, body: '' }));
      socket.on('close', () => resolve({ status: Number(heard.split(' ')[1] ?? 0), body: '' }));
      const lines = ['POST /v1/scan HTTP/1.1', 'Host: x', `Authorization: Bearer ${KEY}`, head, '', ''];
      socket.write(lines.join('\r\n'));
      socket.write(body);
    });
  const PLAIN = 'Content-Type: text/plain';
  /** One attempt for each answer that the description promises. */
  const attempts: Readonly<Record<string, () => Promise<Answered>>> = {
    200: () => post(MARKED, { 'content-type': 'text/plain' }),
    401: () => post('x', { authorization: 'Bearer sai', 'content-type': 'text/plain' }),
    408: () => write(`${PLAIN}\r\nContent-Length: 100`, 'abc'),
    413: () => write(`${PLAIN}\r\nContent-Length: ${scanLimits.bytes + 1}`, 'abc'),
    415: () => post('{}', { 'content-type': 'application/json' }),
    422: () => post('abc', { 'content-type': 'multipart/form-data; boundary=x' }),
    503: async () => {
      // Each of these holds a place; the one that comes too late is told so.
      const held = Array.from({ length: scanLimits.atOnce * 2 }, () =>
        write(`${PLAIN}\r\nContent-Length: 100`, 'abc'),
      );
      return Promise.race(held);
    },
  };

  it('answers as its description says, each of the promised answers', async () => {
    const description = (await (await fetch(`${server.address}/v1/openapi.json`)).json()) as {
      paths: Record<
        string,
        { post: { responses: Record<string, { content: Record<string, { schema: { $ref: string } }> }> } }
      >;
      components: { schemas: Record<string, object> };
    };
    const { responses } = description.paths['/v1/scan']!.post;
    // The server can only tell somebody that a body was cut short who has hung up.
    expect(Object.keys(responses).filter((status) => status !== '400')).toEqual(Object.keys(attempts));
    for (const [status, attempt] of Object.entries(attempts)) {
      const name = responses[status]!.content['application/json']!.schema.$ref.split('/').at(-1)!;
      const schema = z.fromJSONSchema(description.components.schemas[name] as z.core.JSONSchema.JSONSchema);
      const answered = await attempt();
      expect([status, answered.status]).toEqual([status, Number(status)]);
      expect([status, schema.safeParse(JSON.parse(answered.body)).success]).toEqual([status, true]);
      expect(answered.body).not.toMatch(/KPT4417|AN PHÚ|\n\s+at /);
      for (const socket of open) socket.destroy();
    }
    // A description that promised nothing would be met by anything.
    const answer = z.fromJSONSchema(description.components.schemas.Answer as z.core.JSONSchema.JSONSchema);
    expect(answer.safeParse({ action: 'allow' }).success).toBe(false);
  });

  it('gives up on a body that is endless, undeclared or broken off, and goes on for others', async () => {
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1_000_000).fill(65)),
    });
    const sent = await fetch(`${server.address}/v1/scan`, {
      method: 'POST',
      body: endless,
      duplex: 'half',
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/octet-stream' },
    } as RequestInit).catch(() => null);
    if (sent) expect(sent.status).toBe(413);
    for (const [head, body] of [
      [`${PLAIN}\r\nTransfer-Encoding: chunked`, 'zz\r\n'],
      [`${PLAIN}\r\nContent-Length: -5`, 'abc'],
      [`${PLAIN}\r\nContent-Length: 3\r\nTransfer-Encoding: chunked`, '0\r\n\r\n'],
      ['Content-Type: multipart/form-data; boundary=\u0000', 'abc'],
    ] as const)
      expect((await write(head, body)).status).not.toBe(200);
    void write(`${PLAIN}\r\nContent-Length: 100`, 'abc');
    for (const socket of open) socket.destroy();
    const other = await post(MARKED, { 'content-type': 'text/plain' });
    expect([other.status, JSON.parse(other.body).action]).toEqual([200, 'block']);
  });

  it('writes nothing of what was sent into its log', async () => {
    const made = new FormData();
    made.append('file', new File([MARKED], 'ke-hoach-kpt4417.txt'));
    expect((await post(made)).status).toBe(200);
    expect(server.log.some((line) => line.includes('/v1/scan'))).toBe(true);
    expect(server.log.join('\n')).not.toMatch(/KPT4417|kpt4417|AN PHÚ|TUYỆT/);
  });
});
