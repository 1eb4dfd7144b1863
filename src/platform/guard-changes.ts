const KEY = 'guard.changed';

/** Tells every guard that policy or rules are no longer what it was told. Costs a few bytes, not a message to each frame. */
export async function announceGuardChange(): Promise<void> {
  await chrome.storage.local.set({ [KEY]: crypto.randomUUID() });
}

/** Calls `listener` after each such announcement, until `signal` aborts. Content scripts only. */
export function onGuardChange(listener: () => void, signal: AbortSignal): void {
  const onChanged = (changes: Record<string, unknown>, area: string) => {
    if (area === 'local' && KEY in changes) listener();
  };
  chrome.storage.onChanged.addListener(onChanged);
  // An extension that was removed under its script has taken its events with it.
  signal.addEventListener('abort', () => chrome.storage?.onChanged.removeListener(onChanged), { once: true });
}
