import type { Page } from 'puppeteer';

/** The extension's own world in a page: from there a test sends what a guard would send. */
export interface ContentWorld {
  /** Runs an expression there and resolves to its value, promises awaited. */
  run<T>(expression: string): Promise<T>;
}

/** Opens `url` in `page` and finds the extension's world in its top frame. */
export async function openContentWorld(page: Page, url: string, extensionId: string): Promise<ContentWorld> {
  const session = await page.createCDPSession();
  const found = Promise.withResolvers<number>();
  session.on('Runtime.executionContextCreated', ({ context }) => {
    if (context.origin === `chrome-extension://${extensionId}`) found.resolve(context.id);
  });
  await session.send('Runtime.enable');
  await page.goto(url);
  const contextId = await found.promise;
  return {
    async run<T>(expression: string) {
      const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
        contextId,
        expression,
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value as T;
    },
  };
}
