interface DomApi {
  readonly dom?: { openOrClosedShadowRoot(host: HTMLElement): ShadowRoot | null };
}

/** The shadow root of an element, for content scripts closed ones too; null where there is none. */
export function shadowRootOf(host: Element): ShadowRoot | null {
  if (host.shadowRoot) return host.shadowRoot;
  if (!(host instanceof HTMLElement)) return null;
  const firefox = (host as { openOrClosedShadowRoot?: ShadowRoot | null }).openOrClosedShadowRoot;
  if (firefox !== undefined) return firefox;
  return (globalThis.chrome as DomApi | undefined)?.dom?.openOrClosedShadowRoot(host) ?? null;
}
