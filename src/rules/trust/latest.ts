import { latestSchema } from './documents.ts';

/** The address of the pack file that a folder's `latest.json` names, beside it; null when the bytes are none. A hint only: the pack proves itself. */
export function fileNamedIn(bytes: Uint8Array, address: string): string | null {
  try {
    const latest = latestSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
    return latest.success ? new URL(latest.data.file, address).href : null;
  } catch {
    return null;
  }
}
