/** Version of the installed extension. */
export function productVersion(): string {
  return chrome.runtime.getManifest().version;
}
