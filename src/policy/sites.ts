/**
 * True when `host` falls under one of the patterns. A pattern is a host in lower case; a leading `*.` covers the bare
 * host and every host below it, a bare `*` covers every host.
 */
export function matchesHost(host: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    if (pattern === '*') return true;
    if (!pattern.startsWith('*.')) return host === pattern;
    const base = pattern.slice(2);
    return host === base || host.endsWith(`.${base}`);
  });
}
