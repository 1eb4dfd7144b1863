import { createFileSource, type LineFault, type LogPart, readLog } from '../incidents/log-file.ts';
import type { ReviewSource } from '../incidents/review-source.ts';

/** Exported logs read as a source; null when none of the files holds a log. */
export async function importLogs(
  files: readonly File[],
): Promise<{ source: ReviewSource; faults: LineFault[] } | null> {
  const parts: LogPart[] = [];
  const faults: LineFault[] = [];
  for (const file of files) {
    const log = await readLog(linesOf(file));
    parts.push(...log.parts);
    faults.push(...log.faults);
  }
  return parts.length === 0 ? null : { source: createFileSource(parts), faults };
}

async function* linesOf(file: File): AsyncGenerator<string> {
  let rest = '';
  const reader = file.stream().pipeThrough(new TextDecoderStream()).getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    const lines = (rest + read.value).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
