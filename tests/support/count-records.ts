import type { Page } from 'puppeteer';

/**
 * How many records the log holds, read from the disk by one of the extension's own pages. The log folds attempts that are
 * alike into repeats of one incident; each has a record all the same.
 */
export function countRecords(page: Page): Promise<number> {
  return page.evaluate(async () => {
    let count = 0;
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((done, failed) => {
        const opening = indexedDB.open(name!);
        opening.onsuccess = () => done(opening.result);
        opening.onerror = () => failed(opening.error);
      });
      if (db.objectStoreNames.contains('records'))
        count += await new Promise<number>((done) => {
          const counting = db.transaction('records').objectStore('records').count();
          counting.onsuccess = () => done(counting.result);
        });
      db.close();
    }
    return count;
  });
}
