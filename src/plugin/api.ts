import { createPage, type Home, type Page } from './page.ts';
import { scanItem } from './scan.ts';
import { chooseLanguage } from './texts.ts';
import type { LaChan } from './types.ts';

/** The object that pages work with. Nothing is touched in the page before `protect`. */
export function createLaChan(home: Home): LaChan {
  let page: Page | undefined;
  const open = (folder = home.folder): Page => {
    if (page) return page;
    const at = new URL(folder.replace(/\/?$/, '/'), document.baseURI).href;
    chooseLanguage(undefined, at);
    page = createPage({ ...home, folder: at });
    return page;
  };
  return Object.freeze({
    version: home.version,
    scan: (item: string | Blob) => scanItem(open(), item),
    protect(root: Node = document, options: Parameters<LaChan['protect']>[1] = {}) {
      const { signal } = options;
      if (signal?.aborted) return () => {};
      const guarded = open(options.home);
      guarded.configure(options);
      const end = guarded.add(root);
      signal?.addEventListener('abort', end, { once: true });
      return end;
    },
  });
}
