/** Version of the installed extension. */
export function productVersion(): string {
  return chrome.runtime.getManifest().version;
}

/** Address of a file or folder of the package. */
export function packageAddress(path: string): string {
  return chrome.runtime.getURL(path);
}
