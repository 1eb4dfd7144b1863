import type { Context, MiddlewareHandler } from 'hono';
import type { ServerConfig } from '../config.ts';
import type { ReadPool } from '../intake/read-pool.ts';
import type { Database } from '../store/database.ts';
import type { Device } from '../store/devices.ts';
import type { Session } from '../store/people.ts';
import type { Metrics } from './metrics.ts';

/** What every route may use. */
export interface ServerParts {
  readonly db: Database;
  readonly config: ServerConfig;
  readonly metrics: Metrics;
  /** Reads what machines send, in threads of its own. */
  readonly batches: ReadPool;
  /** The server's clock. */
  now(): Date;
  /** True when a person's own words look like marked content: they are not kept then. */
  isMarked(text: string): boolean;
  /** Ends what would otherwise stay open when the server stops. */
  readonly stopping: AbortSignal;
}

export interface ServerEnv {
  Variables: {
    parts: ServerParts;
    /** Address of the client, behind known proxies too. */
    address: string;
    /** True when the client's connection is encrypted, here or at a known proxy. */
    secure: boolean;
    device: Device;
    /** Bytes of the request, set where a device signed them. */
    body: Uint8Array<ArrayBuffer>;
    session: Session;
    /** A content security policy stricter for scripts than the pages' own; for a report, which is one file. */
    contentPolicy: string;
    /** Fields of a form that this server's own page sent. */
    form: Readonly<Record<string, string>>;
  };
}

export type ServerContext = Context<ServerEnv>;
export type ServerMiddleware = MiddlewareHandler<ServerEnv>;
