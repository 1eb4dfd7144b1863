import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerMessage, type Handlers } from '../../src/messages/answer.ts';
import type { SenderFacts } from '../../src/messages/sender.ts';
import { senderKind } from '../../src/messages/sender.ts';

const own = { id: 'abcdefgh', origin: 'chrome-extension://abcdefgh' };
const content: SenderFacts = { id: own.id, url: 'https://chat.zalo.me/', tab: { id: 1 } };
const popup: SenderFacts = { id: own.id, url: `${own.origin}/src/popup/index.html` };
const worker: SenderFacts = { id: own.id, url: `${own.origin}/service-worker-loader.js` };

const calls: string[] = [];
const unused = async () => {
  throw new Error('not part of this test');
};
const handlers: Handlers<'background' | 'scan-host'> = {
  'attempt.text': unused,
  'attempt.files': unused,
  'frame.arm': unused,
  'guard.read': unused,
  'pack.load': unused,
  'pack.read': unused,
  'policy.local': unused,
  'policy.read': unused,
  'selftest.read': unused,
  'selftest.scan': unused,
  'updates.file': unused,
  'updates.look': unused,
  'notice.relay': unused,
  'status.read': unused,
  'log.read': unused,
  'log.incident': unused,
  'log.review': unused,
  'certificate.sign': unused,
  'certificate.key': unused,
  'attempt.answer': async ({ answer }) => {
    calls.push(answer);
    return { recorded: true };
  },
  'incidents.read': async () => {
    throw new RangeError('broken');
  },
  'scan.file': async ({ file }) => ({
    outcome: 'scanned',
    findings: [],
    mediaType: 'text/plain',
    size: file.size,
  }),
};
const answer = (message: unknown, sender: SenderFacts) => answerMessage(handlers, message, sender, own);
const ok = { name: 'attempt.answer', request: { attemptId: '0123456789abcdef', answer: 'cancelled' } };

describe('the sender of a message', () => {
  it('is a content script in a tab, a page of ours with or without a tab, or the background', () => {
    expect(senderKind(content, own)).toBe('content');
    expect(senderKind({ ...content, url: 'about:blank' }, own)).toBe('content');
    expect(senderKind(popup, own)).toBe('page');
    expect(senderKind({ ...popup, tab: { id: 3 } }, own)).toBe('page');
    expect(senderKind(worker, own)).toBe('background');
  });

  it('is nobody when it is another extension, has no tab, or only looks like us', () => {
    expect(senderKind({ ...content, id: 'other' }, own)).toBeNull();
    expect(senderKind({ ...content, id: undefined }, own)).toBeNull();
    expect(senderKind({ id: own.id, url: 'https://chat.zalo.me/' }, own)).toBeNull();
    expect(senderKind({ id: own.id, url: `${own.origin}.evil.example/x.html` }, own)).toBeNull();
    expect(senderKind({ ...content, url: `https://evil.example/?${popup.url}` }, own)).toBe('content');
  });
});

describe('a message', () => {
  it('is answered when sender and shape are right', async () => {
    calls.length = 0;
    expect(await answer(ok, content)).toEqual({ ok: true, value: { recorded: true } });
    expect(calls).toEqual(['cancelled']);
  });

  it('is left to others when it is not addressed here', () => {
    for (const message of [{ name: 'guard.write' }, { name: 'toString' }, {}, null, 'attempt.answer', 7])
      expect(answer(message, content)).toBeNull();
  });

  it('is refused from the wrong context', async () => {
    calls.length = 0;
    expect(await answer(ok, popup)).toMatchObject({ ok: false, error: 'refused' });
    expect(await answer(ok, { ...content, id: 'other' })).toMatchObject({ ok: false, error: 'refused' });
    expect(await answer({ name: 'scan.file', request: {} }, content)).toMatchObject({ error: 'refused' });
    expect(await answer({ name: 'incidents.read', request: { limit: 1 } }, content)).toMatchObject({
      error: 'refused',
    });
    expect(calls).toEqual([]);
  });

  it.each([
    ['no request', undefined],
    ['an attempt id that is a path', { attemptId: '../../../../../../etc', answer: 'cancelled' }],
    ['an answer that does not exist', { attemptId: '0123456789abcdef', answer: 'approved' }],
    ['a reason too long', { ...ok.request, reason: 'x'.repeat(501) }],
    ['a reason that is no text', { ...ok.request, reason: { toString: 'x' } }],
  ])('is malformed with %s', async (_name, request) => {
    expect(await answer({ name: 'attempt.answer', request }, content)).toMatchObject({
      ok: false,
      error: 'malformed',
    });
  });

  it('fails as data, without taking the receiver down', async () => {
    expect(await answer({ name: 'incidents.read', request: { limit: 1 } }, popup)).toEqual({
      ok: false,
      error: 'failed',
      detail: 'incidents.read: RangeError: broken',
    });
  });

  it('says which field is malformed but does not repeat what stood in it', async () => {
    const request = { attemptId: 'nội dung mật', answer: 'cancelled' };
    const reply = await answer({ name: 'attempt.answer', request }, content);
    expect(reply).toMatchObject({ error: 'malformed', detail: 'attempt.answer: attemptId' });
    expect(JSON.stringify(reply)).not.toContain('nội dung');
  });

  it('never makes the receiver throw, whatever it is and whoever sends it', async () => {
    const name = fc.constantFrom('attempt.answer', 'scan.file', 'incidents.read');
    const message = fc.oneof(fc.anything(), fc.record({ name, request: fc.anything() }));
    await fc.assert(
      fc.asyncProperty(message, fc.constantFrom(content, popup, worker), async (hostile, sender) => {
        const reply = await answer(hostile, sender);
        expect(reply === null || typeof reply.ok === 'boolean').toBe(true);
      }),
    );
  });
});
