import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startServer } from '../../src/server/serve.ts';

/** The unit's server, as far as the plug-in and a backend need it. */
export interface UnitServer {
  /** Host name under which pages reach it, behind the proxy. */
  readonly host: string;
  readonly port: number;
  readonly siteKey: string;
  readonly scanKey: string;
  /** Incidents that pages reported, newest first, a line each. */
  readIncidents(): Promise<string[]>;
  stop(): Promise<void>;
}

/** Starts the real server with its data in `folder`. Every page of `*.hoason.*` may report to it. */
export async function startUnitServer(folder: string): Promise<UnitServer> {
  const [siteKey, scanKey] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')];
  const hash = (key: string) => createHash('sha256').update(key).digest('hex');
  const server = await startServer(
    {
      host: '127.0.0.1',
      port: 0,
      data: join(folder, 'unit-server'),
      trustedProxies: [],
      retentionDays: 0,
      silentHours: 72,
      scanKeys: [hash(scanKey)],
      sites: [
        { name: 'Hòa Sơn', unit: 'UBND', key: hash(siteKey), hosts: ['*.hoason.edu.vn', '*.hoason.gov.vn'] },
      ],
    },
    () => undefined,
  );
  return {
    host: 'la-chan.hoason.gov.vn',
    port: Number(new URL(server.address).port),
    siteKey,
    scanKey,
    async readIncidents() {
      const rows = await server.db.all<{ channel: string; disposition: string; rules: string }>(
        "SELECT channel, disposition, rules FROM records WHERE kind = 'incident' ORDER BY sequence DESC",
      );
      return rows.map(({ channel, disposition, rules }) => `${channel} ${disposition} ${rules}`);
    },
    stop: () => server.stop(),
  };
}
