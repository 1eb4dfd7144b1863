import { join } from 'node:path';
import type { TestBrowser } from '../../tests/support/browser.ts';
import type { ReceivingServer } from '../../tests/support/receiving-server.ts';
import type { Sample } from './samples.ts';
import { type StandIn, wait } from './stand-ins.ts';

/** One attempt to send one sample to one site, judged by what the server received. */
export interface Attempt {
  readonly site: string;
  readonly tried: string;
  readonly got: string;
  readonly verdict: 'blocked' | 'passed' | 'LEAKED' | 'HARMED';
  readonly milliseconds: number;
}

/**
 * Does what a person would do to get `sample` out through `site`, then compares what the server got with what it should
 * have got. A picture of a stopped attempt goes to `shots`.
 */
export async function tryToSend(
  test: TestBrowser,
  server: ReceivingServer,
  site: StandIn,
  sample: Sample,
  shots?: string,
): Promise<Attempt> {
  const before = server.received.length;
  const mine = () => site.understand(server.received.slice(before).filter((r) => r.host === site.host));
  const page = await test.open(`https://${site.host}/`);
  if (sample.kind === 'text') await test.copy({ text: sample.text });
  await page.bringToFront();
  const start = performance.now();
  if (sample.kind === 'text') await site.sendText(page);
  else await site.sendFile(page, sample.path);
  const arrived = () => (sample.kind === 'text' ? mine().texts.length : mine().files.length) > 0;
  await server.waitFor(arrived, sample.marked ? 2500 : 10_000);
  const milliseconds = Math.round(performance.now() - start);
  if (sample.marked && shots)
    await page.screenshot({ path: join(shots, `${site.host}-${sample.kind}.png`) as `${string}.png` });
  // Time for a second copy of a clean item, which would be harm, to arrive.
  if (!sample.marked) await wait(400);
  await page.close();
  return {
    site: site.name,
    tried: `${sample.kind} ${sample.marked ? 'có dấu mật' : 'thường'}`,
    milliseconds,
    ...judge(sample, mine()),
  };
}

/** Compares what the server got with what it should have got: nothing of a marked item, a clean one once and whole. */
function judge(
  sample: Sample,
  { texts, files }: ReturnType<StandIn['understand']>,
): Pick<Attempt, 'got' | 'verdict'> {
  const words = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim();
  const copies = sample.kind === 'text' ? texts.length : files.length;
  if (sample.marked)
    return copies ? { got: `${copies} bản`, verdict: 'LEAKED' } : { got: 'không có gì', verdict: 'blocked' };
  const whole =
    sample.kind === 'text'
      ? texts.every((t) => words(t) === words(sample.text))
      : files.every((f) => f.equals(sample.bytes));
  if (copies === 1 && whole) return { got: `nguyên vẹn, ${sample.bytes.length} byte`, verdict: 'passed' };
  return { got: `${copies} bản${whole ? '' : ', bị đổi'}`, verdict: 'HARMED' };
}
