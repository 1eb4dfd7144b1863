import { type DeviceKey, describeDevice } from '../incidents/device-key.ts';
import { sha256Hex, toBase64Url } from '../signing/bytes.ts';

const PURPOSE = 'la-chan-request/1';

/** One call of the unit's server. `path` begins with a slash and holds the query. */
export interface ServerCall {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The header by which the server knows this device: a signature over method, path, time and body with the key that signs
 * the log. `now` is by the server's clock.
 */
export async function authorise(
  call: ServerCall,
  key: DeviceKey,
  now: Date,
): Promise<{ authorization: string }> {
  const { device } = await describeDevice(key);
  const time = now.toISOString();
  const hash = await sha256Hex(call.body ?? new Uint8Array());
  const text = [PURPOSE, call.method, call.path, time, hash].join('\n');
  const bytes = new TextEncoder().encode(text);
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key.privateKey, bytes);
  const written = toBase64Url(new Uint8Array(signature));
  return { authorization: `LaChan device=${device},time=${time},signature=${written}` };
}

/** Bytes of a text, gzipped. */
export async function gzip(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
