import { hookAddresses } from './hooks/addresses.ts';
import { createAsker } from './hooks/ask.ts';
import { hookBlobs } from './hooks/blobs.ts';
import { hookClipboard } from './hooks/clipboard.ts';
import { hookEncryption } from './hooks/crypto.ts';
import { hookDetachedElements } from './hooks/detached.ts';
import { keepDropEntries } from './hooks/entries.ts';
import { hookFileHandles } from './hooks/files.ts';
import { hookForms } from './hooks/forms.ts';
import { hookBeacon, hookFetch, hookXhr } from './hooks/requests.ts';
import { hookSockets } from './hooks/sockets.ts';
import { hookNetworkStreams } from './hooks/streams.ts';
import { hookFieldReading } from './hooks/veil.ts';
import { hookWindows } from './hooks/windows.ts';
import { hookWorkers } from './hooks/workers.ts';
import { hideWrapping } from './hooks/wrap.ts';

declare global {
  /** The node over which the guard is asked; the build puts the handshake around this file. */
  const laChanNode: Element;
}

const hooks = [
  hookBlobs,
  hookFetch,
  hookXhr,
  hookBeacon,
  hookSockets,
  hookNetworkStreams,
  hookForms,
  hookClipboard,
  hookEncryption,
  hookFieldReading,
  hookWorkers,
  hookWindows,
  hookAddresses,
  hookFileHandles,
  hookDetachedElements,
  hideWrapping,
];
const ask = createAsker(laChanNode);
for (const hook of [keepDropEntries().hook, ...hooks]) hook(ask);
