/** The bytes of base64, or of a `data:` address in base64. Throws where it is none. */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> {
  const letters = atob(text.slice(text.indexOf(',') + 1));
  const bytes = new Uint8Array(letters.length);
  // `Uint8Array.from` with a function takes ten times as long.
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  return bytes;
}
