interface DomApi {
  readonly dom?: { openOrClosedShadowRoot(host: HTMLElement): ShadowRoot | null };
}

/** The elements that can have a shadow root, besides those that the browser builds itself. */
const HOST = /-|^(?:article|aside|blockquote|body|div|footer|h[1-6]|header|main|nav|p|section|span)$/;

/** The shadow root of an element, for content scripts closed ones too; null where there is none. */
export function shadowRootOf(host: Element): ShadowRoot | null {
  if (host.shadowRoot) return host.shadowRoot;
  // Asking the browser is slow, and this is asked for the target of every event.
  if (!(host instanceof HTMLElement) || !HOST.test(host.localName)) return null;
  const firefox = (host as { openOrClosedShadowRoot?: ShadowRoot | null }).openOrClosedShadowRoot;
  if (firefox !== undefined) return firefox;
  return (globalThis.chrome as DomApi | undefined)?.dom?.openOrClosedShadowRoot(host) ?? null;
}
