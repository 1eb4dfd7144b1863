import { rememberAppended, rememberBlob, rememberSlice } from './body.ts';
import { wrap, wrapConstructor } from './wrap.ts';

const { isArray } = Array;

/** Remembers what scripts put into blobs, so that sending one can be judged without waiting. */
export function hookBlobs(): void {
  for (const name of ['Blob', 'File'])
    wrapConstructor(name, (args, go) => {
      const parts = isArray(args[0]) ? [...args[0]] : args[0];
      if (args.length > 0) args[0] = parts;
      const blob = go() as Blob;
      rememberBlob(blob, parts);
      return blob;
    });
  Object.setPrototypeOf(File, Blob);
  for (const name of ['append', 'set'])
    wrap(FormData.prototype, name, (self, args, go) => {
      rememberAppended(self as FormData, args[1], args[2]);
      return go();
    });
  wrap(Blob.prototype, 'slice', (self, _args, go) => {
    const slice = go() as Blob;
    rememberSlice(self as Blob, slice);
    return slice;
  });
}
