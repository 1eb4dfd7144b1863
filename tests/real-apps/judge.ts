import type { Channel, Stored } from './app.ts';
import type { Sent } from './proxy.ts';
import type { Sample } from './samples.ts';

/** What is known of one attempt once the time for it is over. */
export interface Outcome {
  readonly verdict: 'arrived' | 'nothing arrived' | 'changed';
  readonly detail: string;
  /** The text as stored, its token replaced, to compare two runs with; empty for a file. */
  readonly stored: string;
}

/** Every place that holds the sample's token: in the application, or in a request on its way there. */
export function findPlaces(sample: Sample, stored: readonly Stored[], sent: readonly Sent[]): string[] {
  const places = stored.filter(({ content }) => content.includes(sample.token)).map(({ place }) => place);
  const requests = sent
    .filter(({ url, body }) => url.includes(sample.token) || body.includes(sample.token))
    .map(({ method, url }) => `${method} ${url.replace(/[?&](?!_?action|nv|op|rest_route)[^&]*/g, '')}`);
  return [...new Set([...places, ...requests])];
}

/** Compares what the application keeps of a clean sample, in the channel's own place, with what was sent. */
export function judgeClean(sample: Sample, channel: Channel, stored: readonly Stored[]): Outcome {
  const copies = stored.filter(
    ({ place, content }) => place === channel.place && content.includes(sample.token),
  );
  const [copy] = copies;
  if (!copy) return { verdict: 'nothing arrived', detail: `not in ${channel.place}`, stored: '' };
  if (copies.length > 1) return { verdict: 'changed', detail: `${copies.length} copies`, stored: '' };
  if (channel.carries !== 'text') {
    const whole = sample.files[channel.carries].bytes.equals(Buffer.from(copy.content));
    return whole
      ? { verdict: 'arrived', detail: `${copy.content.length} bytes, the same`, stored: '' }
      : { verdict: 'changed', detail: 'other bytes', stored: '' };
  }
  const text = copy.content.toString();
  const words = readWords(text);
  const missing = (channel.lines?.(sample) ?? sample.lines).filter(
    (line) => !words.includes(readWords(line)),
  );
  return {
    verdict: missing.length ? 'changed' : 'arrived',
    detail: missing.length ? `lost: ${missing.join(' / ')}` : 'every line',
    stored: text.replaceAll(sample.token, '#'),
  };
}

const readWords = (text: string) =>
  text
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim();
