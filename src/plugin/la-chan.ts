import { createLaChan } from './api.ts';
import { productVersion } from './version.ts';

/** The ES module: the same object as the script tag's, and its functions by name. Names nothing in the page. */
export const LaChan = createLaChan({
  folder: new URL('.', import.meta.url).href,
  nonce: '',
  version: productVersion,
});
export const { scan, protect } = LaChan;
export type * from './types.ts';
