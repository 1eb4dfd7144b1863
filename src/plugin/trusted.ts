interface Trust {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): {
    createScriptURL(url: string): unknown;
  };
}

let policy: ReturnType<Trust['createPolicy']> | null | undefined;

/** The address of one of the plug-in's own files, as a page with Trusted Types wants it. Its policy is named `la-chan`. */
export function scriptAddress(url: URL): string {
  const trust = (globalThis as { trustedTypes?: Trust }).trustedTypes;
  try {
    policy ??= trust?.createPolicy('la-chan', { createScriptURL: (address) => address }) ?? null;
  } catch {
    // The page's own policy does not name ours: where it insists on one, nothing can be loaded.
    policy = null;
  }
  return (policy ? policy.createScriptURL(url.href) : url.href) as string;
}
