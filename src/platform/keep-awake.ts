/** The browser stops an idle worker after 30 seconds without a call of its API. */
const BEAT = 20_000;

/** Runs work that may take longer than an idle worker lives, and keeps the worker awake until it ends. */
export async function keepAwake<T>(work: Promise<T>): Promise<T> {
  const beat = setInterval(() => void chrome.runtime.getPlatformInfo(), BEAT);
  try {
    return await work;
  } finally {
    clearInterval(beat);
  }
}
