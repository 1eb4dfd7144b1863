const STEP = 8192;

/** One letter a byte, U+0000 to U+00FF; unlike the decoder called latin1, which means cp1252. */
export function latin1(bytes: Uint8Array): string {
  const out: string[] = [];
  for (let at = 0; at < bytes.length; at += STEP)
    out.push(Reflect.apply(String.fromCharCode, undefined, bytes.subarray(at, at + STEP)));
  return out.join('');
}
