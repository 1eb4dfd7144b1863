import { beforeEach, describe, expect, it } from 'vitest';
import { createWall } from '../../../src/background/wall.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import type { Request } from '../../../src/messages/messages.ts';
import type { OutgoingRequest } from '../../../src/platform/requests.ts';
import { bundledPolicy } from '../../../src/policy/bundled.ts';
import type { Policy } from '../../../src/policy/policy.ts';
import { bundledTables } from '../../../src/rules/bundled.ts';

const LETTER = 'ỦY BAN NHÂN DÂN XÃ THỬ\nSố: 12/KH-UBND\n\nTUYỆT MẬT\n\nKẾ HOẠCH';
const CLEAN = 'Kính mời họp tổ chuyên môn vào thứ hai';
const engine = createEngine(bundledTables);

let policy: Policy;
let recorded: Request<'attempt.text'>[];
let refuses: (request: OutgoingRequest) => boolean;
beforeEach(() => {
  policy = bundledPolicy;
  recorded = [];
  refuses = createWall({
    rules: () => ({ packId: 'bundled', tables: bundledTables, engine }),
    policy: () => policy,
    record: (attempt) => recorded.push(attempt),
  });
});

const request = (wish: Partial<OutgoingRequest>): OutgoingRequest => ({
  url: 'https://api.zalo.me/send',
  from: 'chat.zalo.me',
  texts: [],
  bytes: [],
  ...wish,
});
const bytesOf = (text: string) => new TextEncoder().encode(text).buffer;

describe('the wall', () => {
  it.each([
    ['a body', { bytes: [bytesOf(JSON.stringify({ text: LETTER }))] }],
    ['a form', { texts: ['x', LETTER] }],
    ['an address', { url: `https://api.zalo.me/?q=${encodeURIComponent(LETTER)}` }],
  ])('refuses %s that carries a marking, and records it once', (_what, wish) => {
    expect(refuses(request(wish))).toBe(true);
    expect(refuses(request(wish))).toBe(true);
    expect(recorded.length).toBe(1);
    expect(recorded[0]).toMatchObject({ channel: 'script', destination: { site: 'chat.zalo.me' } });
  });

  it('lets clean requests go', () => {
    expect(refuses(request({ bytes: [bytesOf(CLEAN)], texts: [CLEAN] }))).toBe(false);
    expect(recorded).toEqual([]);
  });

  it('lets requests of other pages, and of nobody, go unread', () => {
    for (const from of ['example.net', ''])
      expect(refuses(request({ from, bytes: [bytesOf(LETTER)] })), from).toBe(false);
  });

  it('stops nothing while policy only watches, or where a person may decide', () => {
    for (const mode of ['watch', 'warn'] as const) {
      policy = { ...bundledPolicy, mode };
      expect(refuses(request({ bytes: [bytesOf(LETTER)] })), mode).toBe(false);
    }
  });

  it('leaves bodies the size of files to the guard at the entry', () => {
    const large = new Uint8Array(5 * 1024 * 1024);
    large.set(new Uint8Array(bytesOf(LETTER)));
    expect(refuses(request({ bytes: [large.buffer] }))).toBe(false);
  });
});
