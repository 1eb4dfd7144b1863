/** The layers of policy as they are stored, unchecked. */
export interface StoredLayers {
  readonly managed: unknown;
  readonly server: unknown;
  readonly local: unknown;
}

const KEYS = { server: 'policy.server', local: 'policy.local' } as const;

/** Reads what the administrator, the unit's server and this machine have set. */
export async function readStoredLayers(): Promise<StoredLayers> {
  const [managed, stored] = await Promise.all([
    // Browsers without any managed policy may refuse instead of answering with nothing.
    chrome.storage.managed.get().catch(() => undefined),
    chrome.storage.local.get([KEYS.server, KEYS.local]),
  ]);
  return { managed, server: stored[KEYS.server], local: stored[KEYS.local] };
}

/** Stores the layer that the unit's server hands out, as it came: whoever reads it checks it. */
export async function writeServerLayer(layer: unknown): Promise<void> {
  await chrome.storage.local.set({ [KEYS.server]: layer });
}

/** Stores the layer of this machine. */
export async function writeLocalLayer(layer: unknown): Promise<void> {
  await chrome.storage.local.set({ [KEYS.local]: layer });
}

/** Calls `listener` after any layer changed. Register it in the background's first turn. */
export function onLayersChanged(listener: () => void, signal?: AbortSignal): void {
  const onChanged = (changes: Record<string, unknown>, area: string) => {
    if (area === 'managed' || (area === 'local' && (KEYS.server in changes || KEYS.local in changes)))
      listener();
  };
  chrome.storage.onChanged.addListener(onChanged);
  signal?.addEventListener('abort', () => chrome.storage.onChanged.removeListener(onChanged), { once: true });
}
