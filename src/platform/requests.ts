/** A request that is about to leave the browser. */
export interface OutgoingRequest {
  readonly url: string;
  /** Host of the page or worker that makes it, in lower case; empty when a person typed the address. */
  readonly from: string;
  readonly texts: readonly string[];
  readonly bytes: readonly ArrayBuffer[];
}

/** Kinds of requests that can carry a body, or come from where no hook is: workers, beacons, navigations, `import()`. */
const TYPES = ['main_frame', 'sub_frame', 'xmlhttprequest', 'ping', 'script', 'websocket', 'other'] as const;

/**
 * Has every outgoing request judged before it leaves; `refuses` answers at once and true cancels it. Only where the
 * browser allows it: Chromium for an extension that policy installed, Firefox always. Call it in the background's first turn.
 */
export function judgeRequests(refuses: (request: OutgoingRequest) => boolean): void {
  try {
    chrome.webRequest.onBeforeRequest.addListener(
      (details) => ({ cancel: refuses(outgoing(details)) }),
      { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*'], types: [...TYPES] },
      ['blocking', 'requestBody'],
    );
  } catch {
    // Installed by a person: the browser keeps blocking for itself.
  }
}

/** Whether `judgeRequests` has any effect in this browser. */
export function canJudgeRequests(): Promise<boolean> {
  return chrome.permissions.contains({ permissions: ['webRequestBlocking'] });
}

function outgoing(details: chrome.webRequest.OnBeforeRequestDetails): OutgoingRequest {
  // Firefox names the page's whole address instead of its origin.
  const { documentUrl, originUrl } = details as { documentUrl?: string; originUrl?: string };
  const maker = details.initiator ?? originUrl ?? documentUrl ?? '';
  const { formData, raw } = details.requestBody ?? {};
  return {
    url: details.url,
    from: URL.canParse(maker) ? new URL(maker).hostname : '',
    texts: Object.values(formData ?? {})
      .flat()
      .filter((value) => typeof value === 'string'),
    bytes: (raw ?? []).flatMap(({ bytes }) => (bytes instanceof ArrayBuffer ? [bytes] : [])),
  };
}
