/** What a page of this server may do besides running and showing what comes from here. */
export interface PageRights {
  /** Where its scripts may ask: a source of a content security policy. */
  readonly connect: string;
  /** Where its forms may go. */
  readonly form: string;
}

/** The content security policy of a page: its scripts, styles and workers come from this server; nothing is framed. */
export function contentPolicy({ connect, form }: PageRights): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src ${connect} data: blob:`,
    "base-uri 'none'",
    `form-action ${form}`,
    "frame-ancestors 'none'",
  ].join('; ');
}
