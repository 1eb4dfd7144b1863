/** The key of the text that says why a file could not be opened. */
export function fileErrorKey(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'cliFileMissing';
  if (code === 'EISDIR') return 'cliFileIsFolder';
  if (code === 'EACCES' || code === 'EPERM') return 'cliFileForbidden';
  return 'cliFileUnreadable';
}
