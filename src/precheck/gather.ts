import { type FrameContent, fetchLinked, readPicked, readTab } from '../platform/page-content.ts';
import type { Errand } from '../platform/precheck-page.ts';
import { t } from '../ui/text.ts';
import type { Gathered } from './host.ts';
import type { Source } from './session.ts';
import { sourceOfText } from './sources.ts';

/** Takes the content of another tab: its words at once, then its linked files one by one. Rejects when it cannot be read. */
export async function gatherFromTab(
  { tabId, scope, frameId }: Errand,
  add: (sources: Source[]) => void,
  signal: AbortSignal,
): Promise<Gathered> {
  const frames = await readTab(tabId, scope, frameId);
  const address = frames.find((frame) => frame.frameId === 0)?.address ?? frames[0]?.address ?? '';
  const texts = frames.filter(({ text }) => text !== '');
  add(
    texts.map(({ frameId: id, text }) =>
      sourceOfText(text, id === 0 ? t(`precheck_${scope}_text`) : frameName(id)),
    ),
  );
  const missing: string[] = [];
  for (const { name, read } of filesOf(frames, tabId)) {
    if (signal.aborted) break;
    const blob = await read();
    if (blob) add([{ name, file: new File([blob], name, { type: blob.type }) }]);
    else missing.push(name);
  }
  return { address, missing };
}

function filesOf(frames: readonly FrameContent[], tabId: number) {
  const seen = new Set<string>();
  const linked = frames.flatMap(({ frameId, links }) =>
    links
      .filter((link) => !seen.has(link) && seen.add(link))
      .map((link) => ({ name: nameOf(link), read: () => fetchLinked(tabId, frameId, link) })),
  );
  const picked = frames.flatMap(({ frameId, picked: files }) =>
    files.map(({ field, index, name }) => ({ name, read: () => readPicked(tabId, frameId, field, index) })),
  );
  return [...picked, ...linked];
}

function frameName(id: number): string {
  return t('precheck_frame_text', id);
}

/** The last part of an address, as a person reads it; empty for content that stands in the address itself. */
function nameOf(address: string): string {
  const { protocol, pathname } = new URL(address);
  if (protocol === 'data:') return '';
  const last = pathname.slice(pathname.lastIndexOf('/') + 1) || pathname;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
