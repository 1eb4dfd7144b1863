/**
 * True when `host` falls under one of the patterns. A pattern is a host in lower case; a leading `*.` covers the bare
 * host and every host below it, a bare `*` covers every host.
 */
export function matchesHost(host: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matches(host, pattern));
}

/** How exact the most exact of the patterns that match is; 0 when none does. A host itself is more exact than its wildcard. */
export function exactness(host: string, patterns: readonly string[]): number {
  let most = 0;
  for (const pattern of patterns) {
    if (!matches(host, pattern)) continue;
    const wild = pattern.startsWith('*');
    most = Math.max(most, 2 * (wild ? Math.max(0, pattern.length - 2) : pattern.length) + (wild ? 1 : 2));
  }
  return most;
}

/** The patterns as the source of one regular expression over hosts, for scripts that cannot import this file. */
export function hostsAsRegExp(patterns: readonly string[]): string {
  const sources = patterns.map((pattern) => {
    if (pattern === '*') return '.*';
    const wild = pattern.startsWith('*.');
    const literal = (wild ? pattern.slice(2) : pattern).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return wild ? `(?:.*\\.)?${literal}` : literal;
  });
  return `^(?:${sources.join('|')})$`;
}

/** The pattern as browsers write it in manifests: pages of these hosts over HTTP and HTTPS. */
export function asMatchPattern(pattern: string): string {
  return `*://${pattern}/*`;
}

/** True when every host of `narrow` is one of `wide`. */
export function covers(wide: string, narrow: string): boolean {
  if (wide === narrow || wide === '*') return true;
  if (narrow === '*' || !wide.startsWith('*.')) return false;
  return matches(narrow.startsWith('*.') ? narrow.slice(2) : narrow, wide);
}

function matches(host: string, pattern: string): boolean {
  if (pattern === '*') return true;
  if (!pattern.startsWith('*.')) return host === pattern;
  return host === pattern.slice(2) || host.endsWith(pattern.slice(1));
}
