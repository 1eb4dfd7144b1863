import { hookAddresses } from './hooks/addresses.ts';
import { createAsker } from './hooks/ask.ts';
import { hookBlobs } from './hooks/blobs.ts';
import { hookClipboard } from './hooks/clipboard.ts';
import { hookEncryption } from './hooks/crypto.ts';
import { hookDetachedElements, hookFileHandles, keepDropEntries } from './hooks/files.ts';
import { hookForms } from './hooks/forms.ts';
import { hookBeacon, hookFetch, hookXhr } from './hooks/requests.ts';
import { hookSockets } from './hooks/sockets.ts';
import { hookNetworkStreams } from './hooks/streams.ts';
import { hookFieldReading } from './hooks/veil.ts';
import { hookWindows } from './hooks/windows.ts';
import { hookWorkers } from './hooks/workers.ts';
import { hideWrapping } from './hooks/wrap.ts';
import { HANDSHAKE } from './question.ts';

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
const node = document.createElement('i');
const drops = keepDropEntries();
if (dispatchEvent(new MouseEvent(HANDSHAKE, { cancelable: true, relatedTarget: node }))) drops.forget();
else {
  const ask = createAsker(node);
  for (const hook of [drops.hook, ...hooks]) hook(ask);
}
