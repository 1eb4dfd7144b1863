import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAttempts, type Send } from '../../../src/content/attempts.ts';
import type { Verdict } from '../../../src/engine/verdict.ts';

/** One that is recorded and shows no notice. */
const reported: Verdict = { action: 'report', level: null, findings: [], outcome: 'scanned' };
const destination = { site: 'chat.zalo.me', frame: 'chat.zalo.me' };

/** Answers to the tries to record one attempt, in their order; the last one for all that follow. */
function record(...answers: readonly (() => Promise<unknown>)[]): { readonly tries: string[] } {
  const tries: string[] = [];
  const send = (_name: string, request: { attemptId: string }) => {
    tries.push(request.attemptId);
    return answers[Math.min(tries.length, answers.length) - 1]!();
  };
  createAttempts(destination, send as unknown as Send, new AbortController().signal).stopText({
    channel: 'script',
    text: 'văn bản',
    verdict: reported,
  });
  return { tries };
}

const acknowledged = () => Promise.resolve({});
const refused = () => Promise.reject(new Error('unreachable'));
const silent = () => new Promise<never>(() => {});

describe('an attempt that is to be recorded', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is sent once where it is acknowledged', async () => {
    const { tries } = record(acknowledged);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(tries).toHaveLength(1);
  });

  it('is sent again, under the same id, when nobody was there', async () => {
    const { tries } = record(refused, acknowledged);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(tries).toHaveLength(2);
    expect(new Set(tries).size).toBe(1);
  });

  it('is sent again when a worker that died over it leaves it without an answer', async () => {
    const { tries } = record(silent, acknowledged);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(tries).toHaveLength(2);
    expect(new Set(tries).size).toBe(1);
  });

  it('is given up after four tries that came to nothing', async () => {
    const { tries } = record(silent, refused, silent);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(tries).toHaveLength(4);
  });
});
