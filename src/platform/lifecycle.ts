/** Calls `listener` when the extension is installed or updated. Register it in the background's first turn. */
export function onInstalled(listener: () => void): void {
  chrome.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install' || reason === 'update') listener();
  });
}

/** Calls `listener` when a browser profile starts. Register it in the background's first turn. */
export function onStartup(listener: () => void): void {
  chrome.runtime.onStartup.addListener(listener);
}

/** Calls `listener` when the alarm rings. Register it in the background's first turn. */
export function onAlarm(name: string, listener: () => void): void {
  chrome.alarms.onAlarm.addListener((alarm) => {
    if (alarm.name === name) listener();
  });
}

/** Sets the alarm, or sets it anew; it outlives the background. */
export async function setAlarm(name: string, at: Date): Promise<void> {
  await chrome.alarms.create(name, { when: at.getTime() });
}

/** Calls `listener` when the browser holds a newer version of the extension ready. Register it in the background's first turn. */
export function onNewVersion(listener: () => void): void {
  chrome.runtime.onUpdateAvailable.addListener(listener);
}

/** Has the browser look for a newer version now; it does so at its own pace when it is asked too often. */
export async function lookForNewVersion(): Promise<void> {
  await chrome.runtime.requestUpdateCheck();
}

/** Starts the extension anew, in the newer version when the browser holds one. Its pages are closed. */
export function restartProduct(): void {
  chrome.runtime.reload();
}

/** True while a tab or the popup shows a page of the extension. */
export async function hasOpenPages(): Promise<boolean> {
  return (await chrome.runtime.getContexts({ contextTypes: ['TAB', 'POPUP'] })).length > 0;
}

/** Takes an alarm back. */
export async function clearAlarm(name: string): Promise<void> {
  await chrome.alarms.clear(name);
}
