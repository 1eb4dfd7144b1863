/** What the browser says of this installation. */
export interface Installation {
  /** `admin`: by policy; `development`: an unpacked folder; `normal`, `sideload`, `other`. */
  readonly installType: string;
  readonly incognito: boolean;
  /** False when the person has narrowed the sites on which the extension may act. */
  readonly allSites: boolean;
}

/** Reads what the browser says of this installation. */
export async function readInstallation(): Promise<Installation> {
  const [self, incognito, allSites] = await Promise.all([
    chrome.management.getSelf(),
    chrome.extension.isAllowedIncognitoAccess(),
    chrome.permissions.contains({ origins: ['<all_urls>'] }),
  ]);
  return { installType: self.installType, incognito, allSites };
}

/** How the guard of one open page answered. */
export type GuardProbe =
  /** It stopped the page from hearing of the text. */
  | 'alive'
  /** It is there and let the text pass. */
  | 'silent'
  /** It is not in this page. */
  | 'absent'
  /** The browser, or another policy, lets no script into this page. */
  | 'shut'
  /** The site could not be loaded. */
  | 'no-page';

/**
 * Tries the guard of an open page: a field that nobody sees gets a text, and a listener of the page must not hear of it
 * when it is marked. The field is gone again at once; nothing is sent.
 */
export async function probeGuard(tabId: number, text: string): Promise<GuardProbe> {
  try {
    const [found] = await chrome.scripting.executeScript({
      target: { tabId },
      args: [text],
      injectImmediately: true,
      func: probeHere,
    });
    return found?.result ?? 'shut';
  } catch (error) {
    // The browser's own page for a site that could not be reached: there is nothing to guard on it.
    return /error page/iu.test(String(error)) ? 'no-page' : 'shut';
  }
}

/** Runs in the page, beside the guard; it can use nothing of this file. */
function probeHere(text: string): 'alive' | 'silent' | 'absent' {
  if (!Object.hasOwn(globalThis, 'laChanArm')) return 'absent';
  const field = document.createElement('textarea');
  field.style.cssText = 'position:fixed;left:-99px;inline-size:1px;block-size:1px';
  let heard = false;
  field.addEventListener('input', () => {
    heard = true;
  });
  document.documentElement.append(field);
  const say = (value: string) => {
    field.value = value;
    field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  };
  say(text);
  const stopped = !heard;
  // The field must be clean again before it goes: a guard holds the ways out while any field is marked.
  say('');
  field.remove();
  return stopped ? 'alive' : 'silent';
}
