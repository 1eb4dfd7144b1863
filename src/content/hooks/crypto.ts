import type { Asker } from './ask.ts';
import { readBody } from './body.ts';
import { refusal } from './sockets.ts';
import { wrap } from './wrap.ts';

/** Encryption in the page: after it nobody can judge what is sent. */
export function hookEncryption(ask: Asker): void {
  wrap(globalThis.SubtleCrypto?.prototype, 'encrypt', (_self, args, go) =>
    ask.body(readBody(args[2])) ? go() : Promise.reject(refusal()),
  );
}
