const HOST = 'src/offscreen/index.html';

let starting: Promise<void> | null = null;

/**
 * Makes sure the scan host is there and listening. Several calls share one start; a host that was closed is started
 * again; one left by an earlier life of the background is kept. Rejects when the browser cannot start it.
 */
export function ensureScanHost(): Promise<void> {
  starting ??= start().finally(() => {
    starting = null;
  });
  return starting;
}

/** Closes a scan host that does not answer any more, with every scan in it. */
export async function closeScanHost(): Promise<void> {
  if (!hasOffscreen()) hostFrame()?.remove();
  else if (await isOpen()) await chrome.offscreen.closeDocument();
}

async function start(): Promise<void> {
  if (!hasOffscreen()) return startFrame();
  if (await isOpen()) return;
  try {
    await chrome.offscreen.createDocument({
      url: HOST,
      reasons: [chrome.offscreen.Reason.WORKERS, chrome.offscreen.Reason.DOM_PARSER],
      justification: 'Reads held files on this machine, in a worker, before a page may see them.',
    });
  } catch (error) {
    // Another start won between the question and the answer.
    if (!(await isOpen())) throw error;
  }
}

/** Firefox has no offscreen documents; its background is a page, which can hold the scan host in a frame. */
function hasOffscreen(): boolean {
  return 'offscreen' in chrome;
}

function hostFrame(): HTMLIFrameElement | null {
  return document.querySelector('iframe');
}

function startFrame(): Promise<void> {
  if (hostFrame()) return Promise.resolve();
  const frame = document.createElement('iframe');
  frame.src = chrome.runtime.getURL(HOST);
  return new Promise((resolve) => {
    frame.addEventListener('load', () => resolve(), { once: true });
    document.body.append(frame);
  });
}

async function isOpen(): Promise<boolean> {
  const contexts = await chrome.runtime.getContexts({
    contextTypes: [chrome.runtime.ContextType.OFFSCREEN_DOCUMENT],
    documentUrls: [chrome.runtime.getURL(HOST)],
  });
  return contexts.length > 0;
}
