// Runs in all frames, but only on machines where policy adds hosts: a frame of another site inside a page of an added
// host is protected like that page, and only the page's host says so.
(async () => {
  const origins = location.ancestorOrigins;
  const top = origins?.[origins.length - 1];
  if (!top || top === self.origin || !URL.canParse(top)) return;
  const { 'policy.addedHosts': hosts } = await chrome.storage.local.get('policy.addedHosts');
  if (!hosts || !new RegExp(hosts).test(new URL(top).hostname)) return;
  await chrome.runtime.sendMessage({ name: 'frame.arm', request: {} });
})().catch(() => {});
