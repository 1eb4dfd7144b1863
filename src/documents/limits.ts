import type { Limits } from './types.ts';

const MB = 1024 * 1024;

/** What applies where policy sets nothing else: room for every honest document, none for a bomb. */
export const defaultLimits: Limits = {
  fileBytes: 200 * MB,
  unpackedBytes: 256 * MB,
  ratio: 200,
  entries: 20_000,
  depth: 5,
  pages: 5_000,
  milliseconds: 30_000,
};
