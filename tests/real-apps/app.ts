import type { TestBrowser } from '../support/browser.ts';
import type { Sample } from './samples.ts';
import type { UnitServer } from './unit-server.ts';

/** Something an application keeps, read from its mailbox, database or folders. */
export interface Stored {
  /** In the application's own words: "sent mail", "draft", "post", "upload"… */
  readonly place: string;
  readonly content: string | Buffer;
}

/** One way in which a person gets text or a file into an application. */
export interface Channel {
  readonly name: string;
  /** Where a clean copy has to be found once, whole. */
  readonly place: string;
  readonly carries: 'text' | 'docx' | 'large' | 'pdf';
  /** What the text comes down to, where it is not the whole letter. */
  lines?(sample: Sample): readonly string[];
  /** Does what a person would do, from opening the page to the last click. The caller closes the pages. */
  act(test: TestBrowser, sample: Sample): Promise<void>;
  /** Tries the marked sample, then the clean one on the same page: is the application still of use after a refusal? */
  afterRefusal?(test: TestBrowser, marked: Sample, clean: Sample): Promise<void>;
  /** True where the page's own code asks and then keeps to the answer: nobody is told, so there is no incident. */
  readonly asks?: boolean;
  /** How long the application takes to send by itself, where that is the way out; milliseconds. */
  readonly sendsAfter?: number;
}

/** A real application, running unmodified on the loopback. */
export interface App {
  readonly name: string;
  /** Protected host name and the port of the loopback that answers for it. */
  readonly host: string;
  readonly port: number;
  readonly channels: readonly Channel[];
  logIn(test: TestBrowser): Promise<void>;
  /** True where the guide's code for this application asks the scan API before it keeps a file. */
  readonly refusesFiles?: boolean;
  /** Puts the plug-in in, or what refuses files in the backend alone, as the integrator's guide says. */
  protect?(unit: UnitServer, by: 'plug-in' | 'backend'): void;
  /** Everything the application keeps now. */
  readStored(): Promise<Stored[]>;
  stop(): Promise<void>;
}

/** Installs what is missing and starts an application with its data in `folder`. */
export type StartApp = (folder: string) => Promise<App>;

/** The application's source is not on this machine and cannot be installed from a registry. */
export class NotHere extends Error {}
