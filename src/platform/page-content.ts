/** What of a web page is to be read: all of it, what is selected, or the form that has the focus. */
export type Scope = 'page' | 'selection' | 'form';

/** What one frame of a page holds. */
export interface FrameContent {
  readonly frameId: number;
  readonly address: string;
  readonly text: string;
  /** Addresses of linked documents and shown pictures of the page's own site. */
  readonly links: readonly string[];
  /** Names of the files that are picked in its file fields, with the place of each. */
  readonly picked: readonly { readonly field: number; readonly index: number; readonly name: string }[];
}

/** Bytes of a file that is taken from a page. */
const MOST_BYTES = 60 * 1024 * 1024;

/**
 * Reads the frames of a tab: text with closed shadow roots and the values of fields, and what is linked. `frameId` is the
 * frame the person pointed at. Rejects where the browser lets no extension in (its own pages, the web store).
 */
export async function readTab(tabId: number, scope: Scope, frameId?: number): Promise<FrameContent[]> {
  const tab = await chrome.tabs.get(tabId);
  const site = tab.url && URL.canParse(tab.url) ? new URL(tab.url).hostname : '';
  const oneFrame = scope === 'selection' && frameId !== undefined;
  const found = await chrome.scripting.executeScript({
    target: oneFrame ? { tabId, frameIds: [frameId] } : { tabId, allFrames: true },
    func: readFrame,
    args: [scope, site, MOST_BYTES],
  });
  return found.flatMap(({ frameId: id, result }) => (result ? [{ frameId: id, ...result }] : []));
}

/** Fetches what a frame links to, as that frame: nothing goes anywhere but to the page's own site. Null when it cannot. */
export function fetchLinked(tabId: number, frameId: number, address: string): Promise<Blob | null> {
  return readBlob(tabId, frameId, fetchInFrame, [address, MOST_BYTES]);
}

/** A file that is picked in a file field of a frame; null when it is no longer there, or too large. */
export function readPicked(
  tabId: number,
  frameId: number,
  field: number,
  index: number,
): Promise<Blob | null> {
  return readBlob(tabId, frameId, pickedInFrame, [field, index, MOST_BYTES]);
}

async function readBlob<A extends [unknown, ...unknown[]]>(
  tabId: number,
  frameId: number,
  func: (...args: A) => Promise<string | null>,
  args: A,
): Promise<Blob | null> {
  try {
    const [found] = await chrome.scripting.executeScript({
      target: { tabId, frameIds: [frameId] },
      func: func as (...args: unknown[]) => Promise<string | null>,
      args,
    });
    // Results of injected functions are JSON: bytes come as a data address.
    return found?.result ? await (await fetch(found.result)).blob() : null;
  } catch {
    return null;
  }
}

// The functions below run in the page's frames and take nothing from this module: the browser passes on their source alone.

function readFrame(scope: Scope, site: string, most: number) {
  const UNSHOWN = /^(?:script|style|template|noscript|head|link|meta)$/i;
  const INLINE =
    /^(?:a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|q|s|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr)$/i;
  const DOCUMENT =
    /\.(?:docx?|xlsx?|pptx?|od[tsp]|rtf|pdf|txt|csv|html?|eml|msg|zip|7z|rar|tar|gz|png|jpe?g|webp|gif|bmp|tiff?|heic|svg)$/i;
  const MOST_LINKS = 500;
  const pieces: string[] = [];
  const links = new Set<string>();
  const picked: { field: number; index: number; name: string }[] = [];
  let length = 0;

  const put = (text: string) => {
    if (length < most) pieces.push(text);
    length += text.length;
  };
  const bare = (host: string) => host.replace(/^www\./, '');
  const link = (address: string | null | undefined, always: boolean) => {
    if (!address || !URL.canParse(address, document.baseURI) || links.size >= MOST_LINKS) return;
    const url = new URL(address, document.baseURI);
    url.hash = '';
    const local = url.protocol === 'data:' || url.protocol === 'blob:';
    const own = /^https?:$/.test(url.protocol) && bare(url.hostname) === bare(site);
    if ((local && always) || (own && (always || DOCUMENT.test(url.pathname)))) links.add(url.href);
  };
  const rootOf = (element: Element): ShadowRoot | null => {
    const dom = (chrome as { dom?: { openOrClosedShadowRoot(host: Element): ShadowRoot | null } }).dom;
    if (!(element instanceof HTMLElement)) return element.shadowRoot;
    return element.shadowRoot ?? dom?.openOrClosedShadowRoot(element) ?? null;
  };
  const isFilled = (element: Element): element is HTMLInputElement | HTMLTextAreaElement =>
    element instanceof HTMLTextAreaElement ||
    (element instanceof HTMLInputElement && !/^(?:password|file|checkbox|radio)$/.test(element.type));
  const note = (element: Element) => {
    if (element instanceof HTMLAnchorElement) link(element.href, element.hasAttribute('download'));
    else if (element instanceof HTMLImageElement) link(element.currentSrc || element.src, true);
    else if (element instanceof HTMLObjectElement) link(element.data, true);
    else if (element instanceof HTMLEmbedElement) link(element.src, true);
    else if (element instanceof HTMLVideoElement) link(element.poster, true);
    if (element instanceof HTMLImageElement && element.alt) put(`\n${element.alt}\n`);
    if (isFilled(element)) put(`\n${element.value}\n`);
  };
  const walk = (node: Node) => {
    if (node instanceof Text) return put(node.data);
    if (!(node instanceof Element)) {
      for (const child of node.childNodes) walk(child);
      return;
    }
    if (UNSHOWN.test(node.localName)) return;
    const block = !INLINE.test(node.localName);
    if (block) put('\n');
    note(node);
    const root = rootOf(node);
    if (root) walk(root);
    // A text area's own text is what it began with.
    if (!(node instanceof HTMLTextAreaElement)) for (const child of node.childNodes) walk(child);
    if (block) put('\n');
  };

  const readSelection = () => {
    const field = document.activeElement;
    if (field && isFilled(field) && field.selectionStart !== field.selectionEnd)
      return put(field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0));
    const selection = document.getSelection();
    for (let i = 0; selection && i < selection.rangeCount; i++) walk(selection.getRangeAt(i).cloneContents());
  };
  const readForm = () => {
    const focus = document.activeElement;
    const form = focus?.closest('form');
    // An editor often lives in a frame of its own, or stands outside any form.
    const all =
      form ??
      (document.querySelector('form, input, textarea, select, [contenteditable]') ? document.body : null);
    const editor = document.designMode === 'on' || document.body?.isContentEditable;
    const elements = all ? [...all.querySelectorAll('*')] : [];
    for (const element of elements) {
      if (isFilled(element)) put(`\n${element.value}\n`);
      else if (element instanceof HTMLSelectElement) put(`\n${element.selectedOptions[0]?.text ?? ''}\n`);
      else if (
        element instanceof HTMLElement &&
        element.isContentEditable &&
        !element.parentElement?.isContentEditable
      )
        walk(element);
    }
    if (editor && document.body) walk(document.body);
    for (const [field, input] of [...document.querySelectorAll('input[type="file"]')].entries())
      if (elements.includes(input))
        for (const [index, { name }] of [...((input as HTMLInputElement).files ?? [])].entries())
          picked.push({ field, index, name });
  };

  if (scope === 'selection') readSelection();
  else if (scope === 'form') readForm();
  else {
    put(document.title);
    if (document.body) walk(document.body);
    // A picture or a PDF in a tab of its own.
    if (!/html|xml/.test(document.contentType)) link(location.href, true);
  }
  return { address: location.href, text: pieces.join('').trim(), links: [...links], picked };
}

async function fetchInFrame(address: string, most: number): Promise<string | null> {
  const response = await fetch(address, { credentials: 'same-origin', signal: AbortSignal.timeout(30_000) });
  if (!response.ok || Number(response.headers.get('content-length')) > most) return null;
  const blob = await response.blob();
  if (blob.size > most) return null;
  const reader = new FileReader();
  reader.readAsDataURL(blob);
  await new Promise((done, failed) => {
    reader.onload = done;
    reader.onerror = failed;
  });
  return reader.result as string;
}

async function pickedInFrame(field: number, index: number, most: number): Promise<string | null> {
  const input = document.querySelectorAll('input[type="file"]')[field];
  const file = input instanceof HTMLInputElement ? input.files?.[index] : undefined;
  if (!file || file.size > most) return null;
  const reader = new FileReader();
  reader.readAsDataURL(file);
  await new Promise((done, failed) => {
    reader.onload = done;
    reader.onerror = failed;
  });
  return reader.result as string;
}
