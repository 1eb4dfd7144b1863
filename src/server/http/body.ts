/** Reads a body to its end, or null when it is larger than `most` bytes. */
export async function readBody(request: Request, most: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const said = request.headers.get('content-length');
  if (Number(said ?? 0) > most) return null;
  // A length that is said is kept to: the HTTP parser cuts there. It spares a stream, which costs more than most bodies.
  if (said !== null) return new Uint8Array(await request.arrayBuffer());
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body) {
    length += chunk.length;
    if (length > most) return null;
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
