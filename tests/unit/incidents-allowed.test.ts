import { describe, expect, it } from 'vitest';
import { type AttemptTools, judgeFiles } from '../../src/background/attempts.ts';
import { readAllowedDocuments } from '../../src/incidents/allowed.ts';
import { fingerprint, makeFingerprintKey } from '../../src/incidents/fingerprint.ts';
import { type AllowedDocument, passes } from '../../src/incidents/passing.ts';
import { bundledPolicy } from '../../src/policy/bundled.ts';
import { bundledTables } from '../../src/rules/bundled.ts';

const key = await makeFingerprintKey();
const file = (text = 'giấy mời') => new File([text], 'giay-moi.docx');
const dayIn = (days: number) => {
  const moment = new Date();
  moment.setDate(moment.getDate() + days);
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
};

/** Judges a file that cannot be read, so that the policy holds it; answers the action, and whether an incident was written. */
async function judge(given: File, list: readonly AllowedDocument[]) {
  let recorded = 0;
  const tools: AttemptTools = {
    store: {
      fingerprintKey: async () => key,
      record: async ({ id }) => {
        recorded += 1;
        return id;
      },
      append: () => Promise.reject(new Error('nothing is appended')),
      findIncident: async () => undefined,
    },
    rules: async () => ({ ...bundledTables, pack: { name: 'test', version: '1' } }),
    productVersion: '2',
    readPolicy: async () => bundledPolicy,
    allowed: async () => list,
    scan: async ({ size }) => ({ outcome: 'encrypted', findings: [], mediaType: 'application/pdf', size }),
    isMarked: () => false,
    onRecorded() {},
    onTrouble() {},
  };
  const destination = { site: 'mail.google.com', frame: 'mail.google.com' };
  const request = { attemptId: 'attempt-1', channel: 'file-picker', destination, files: [given] } as const;
  const { verdicts, incidentId } = await judgeFiles(request, tools);
  return { action: verdicts[0]!.verdict.action, recorded, incidentId };
}

describe('a file that was judged a false alarm', () => {
  it('passes without an incident through its last day, and is held again after it', async () => {
    const print = await fingerprint(key, file());
    const until = (day: string) => [{ fingerprint: print, until: day }];
    expect(await judge(file(), until(dayIn(0)))).toEqual({ action: 'allow', recorded: 0, incidentId: null });
    expect(await judge(file(), until(dayIn(30)))).toMatchObject({ action: 'allow', recorded: 0 });
    expect(await judge(file(), until(dayIn(-1)))).toMatchObject({ action: 'hold', recorded: 1 });
    expect(await judge(file(), until(''))).toMatchObject({ action: 'hold', recorded: 1 });
    expect(await judge(file(), [])).toMatchObject({ action: 'hold', recorded: 1 });
  });

  it('passes as it is and no other, and on no other machine', async () => {
    const list = [{ fingerprint: await fingerprint(key, file()), until: dayIn(30) }];
    expect(await judge(file('giấy mời.'), list)).toMatchObject({ action: 'hold' });
    const elsewhere = [
      { fingerprint: await fingerprint(await makeFingerprintKey(), file()), until: dayIn(30) },
    ];
    expect(await judge(file(), elsewhere)).toMatchObject({ action: 'hold' });
  });

  it('is no file that could not be read', () => {
    expect(passes([{ fingerprint: '', until: '9999-12-31' }], '', '2026-01-01')).toBe(false);
  });

  it('comes from a list that is one, or from none', () => {
    const entry = { fingerprint: 'a'.repeat(64), until: '2026-01-01' };
    expect(readAllowedDocuments([entry])).toEqual([entry]);
    for (const raw of [
      undefined,
      null,
      {},
      'x',
      [{ ...entry, until: 'for ever' }],
      [{ fingerprint: '*', until: '' }],
    ])
      expect(readAllowedDocuments(raw)).toEqual([]);
  });
});
