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
