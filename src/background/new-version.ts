/** What putting a new version of the product into force needs from the browser. */
export interface NewVersionTools {
  /** True while a page of the product is open: a restart would close it under the person's hands. */
  hasOpenPages(): Promise<boolean>;
  restart(): void;
  /** Has `pulse` called at that moment, also when the background has died meanwhile. */
  wakeAt(moment: Date): Promise<void>;
  now(): Date;
}

/** Puts a version that the browser has fetched into force when nobody is interrupted by it. */
export interface NewVersion {
  /** Marks work for a page: it is not cut off, nor is the person who then reads its notice. */
  during<T>(work: Promise<T>): Promise<T>;
  /** The browser has a new version ready, or it is time to try again. */
  pulse(): Promise<void>;
}

/** A person who was stopped reads the notice, or writes a reason. */
const READING_TIME = 60_000;

/**
 * The browser itself waits until no worker of the product runs, and a machine that listens to its server always has one:
 * left alone, a new version would wait for the next start of the browser.
 */
export function createNewVersion(tools: NewVersionTools): NewVersion {
  let working = 0;
  let lastWork = Number.NEGATIVE_INFINITY;
  return {
    async during(work) {
      working += 1;
      try {
        return await work;
      } finally {
        working -= 1;
        lastWork = tools.now().getTime();
      }
    },
    async pulse() {
      const now = tools.now().getTime();
      // A clock that was set back is no reason to wait longer.
      const rest = now < lastWork ? 0 : Math.max(0, lastWork + READING_TIME - now);
      if (working === 0 && rest === 0 && !(await tools.hasOpenPages()) && working === 0) tools.restart();
      else await tools.wakeAt(new Date(now + (rest || READING_TIME)));
    },
  };
}
