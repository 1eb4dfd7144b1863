import { createAsker } from './hooks/ask.ts';
import { hookBlobs } from './hooks/blobs.ts';
import { hookClipboard } from './hooks/clipboard.ts';
import { hookForms } from './hooks/forms.ts';
import { hookBeacon, hookFetch, hookXhr } from './hooks/requests.ts';
import { hookSockets } from './hooks/sockets.ts';
import { hideWrapping } from './hooks/wrap.ts';
import { HANDSHAKE } from './question.ts';

const node = document.createElement('i');
const guarded = !dispatchEvent(new MouseEvent(HANDSHAKE, { cancelable: true, relatedTarget: node }));
if (guarded) {
  const ask = createAsker(node);
  hookBlobs();
  hookFetch(ask);
  hookXhr(ask);
  hookBeacon(ask);
  hookSockets(ask);
  hookForms(ask);
  hookClipboard(ask);
  hideWrapping();
}
