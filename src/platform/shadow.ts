interface DomApi {
  readonly dom?: { openOrClosedShadowRoot(host: HTMLElement): ShadowRoot | null };
}

/** The fields, whose shadow root is the browser's own. */
const FIELD = /^(?:input|textarea)$/;

/** The shadow root of an element, for content scripts closed ones too; null where there is none. */
export function shadowRootOf(host: Element): ShadowRoot | null {
  if (host.shadowRoot) return host.shadowRoot;
  // Asking the browser is slow, and this is asked for the target of every event.
  if (!(host instanceof HTMLElement) || FIELD.test(host.localName)) return null;
  const firefox = (host as { openOrClosedShadowRoot?: ShadowRoot | null }).openOrClosedShadowRoot;
  return firefox ?? (globalThis.chrome as DomApi | undefined)?.dom?.openOrClosedShadowRoot(host) ?? null;
}
