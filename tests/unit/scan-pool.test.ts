import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ScanPool, type ScanWorker } from '../../src/inspection/scan-pool.ts';
import type { InspectionResult } from '../../src/inspection/types.ts';
import { bundledTables } from '../../src/rules/bundled.ts';

const result: InspectionResult = { outcome: 'scanned', findings: [], mediaType: 'text/plain', size: 1 };
const file = new File(['x'], 'x.txt');

/** A worker that does what the test tells it to. */
class FakeWorker {
  onmessage: ScanWorker['onmessage'] = null;
  onerror: ScanWorker['onerror'] = null;
  killed = false;
  jobs = 0;
  readonly told: unknown[] = [];

  postMessage(request: object) {
    this.jobs += 1;
    if ('tables' in request) this.told.push(request.tables);
  }

  terminate() {
    this.killed = true;
  }

  say(data: unknown) {
    this.onmessage?.call(this as unknown as Worker, { data } as MessageEvent);
  }

  crash() {
    this.onerror?.call(this as unknown as Worker, new Event('error') as ErrorEvent);
  }
}

describe('the scan pool', () => {
  let workers: FakeWorker[];
  let pool: ScanPool;

  beforeEach(() => {
    vi.useFakeTimers();
    workers = [];
    pool = new ScanPool({
      makeWorker: () => {
        const worker = new FakeWorker();
        workers.push(worker);
        return worker as unknown as ScanWorker;
      },
      size: 2,
      patience: 1000,
      idle: 5000,
    });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('tells each worker of new rules once, at its next scan, and lets a scan that runs end by its own', async () => {
    const first = pool.scan(file);
    const tables = { ...bundledTables };
    pool.use({ packId: 'other', tables });
    expect(workers[0]?.told).toEqual([]);
    const second = pool.scan(file);
    expect(workers[1]?.told).toEqual([tables]);
    for (const worker of workers) worker.say({ scanned: result });
    expect(await Promise.all([first, second])).toEqual([result, result]);
    for (const _ of [1, 2, 3]) {
      const again = [pool.scan(file), pool.scan(file)];
      for (const worker of workers) worker.say({ scanned: result });
      await Promise.all(again);
    }
    expect(workers.flatMap(({ told }) => told)).toHaveLength(2);
  });

  it('answers with what the worker found and uses the warm worker again', async () => {
    const first = pool.scan(file);
    workers[0]?.say({ sourceName: 'worker', targetName: 'main', action: 'ready' });
    workers[0]?.say({ scanned: result });
    expect(await first).toEqual(result);
    void pool.scan(file);
    expect(workers).toHaveLength(1);
    expect(workers[0]?.jobs).toBe(2);
  });

  it('kills a worker that hangs and scans the next file in a new one', async () => {
    const stuck = pool.scan(file);
    vi.advanceTimersByTime(1001);
    expect(await stuck).toMatchObject({ outcome: 'timed-out', findings: [] });
    expect(workers[0]?.killed).toBe(true);
    const next = pool.scan(file);
    workers[1]?.say({ scanned: result });
    expect(await next).toEqual(result);
  });

  it('names the crash of a worker and scans the next file in a new one', async () => {
    const crashed = pool.scan(file);
    workers[0]?.crash();
    expect(await crashed).toMatchObject({ outcome: 'scanner-unavailable' });
    const next = pool.scan(file);
    workers[1]?.say({ scanned: result });
    expect(await next).toEqual(result);
  });

  it('runs no more scans at once than its size, in order', async () => {
    const order: number[] = [];
    for (const number of [1, 2, 3]) void pool.scan(file).then(() => order.push(number));
    expect(workers).toHaveLength(2);
    workers[0]?.say({ scanned: result });
    workers[1]?.say({ scanned: result });
    expect(workers).toHaveLength(2);
    workers[0]?.say({ scanned: result });
    await vi.advanceTimersByTimeAsync(0);
    expect(order).toEqual([1, 2, 3]);
  });

  it('lets idle workers go', () => {
    void pool.scan(file);
    workers[0]?.say({ scanned: result });
    vi.advanceTimersByTime(5001);
    expect(workers[0]?.killed).toBe(true);
    void pool.scan(file);
    expect(workers).toHaveLength(2);
  });

  it('ends every scan, running or waiting, when it is stopped', async () => {
    const stop = new AbortController();
    const stoppable = new ScanPool({
      makeWorker: () => {
        const worker = new FakeWorker();
        workers.push(worker);
        return worker as unknown as ScanWorker;
      },
      size: 1,
      patience: 1000,
      idle: 5000,
      signal: stop.signal,
    });
    const scans = [stoppable.scan(file), stoppable.scan(file)];
    stop.abort();
    for (const scan of scans) expect(await scan).toMatchObject({ outcome: 'scanner-unavailable' });
    expect(workers.map((worker) => worker.killed)).toEqual([true]);
  });

  it('says so when no worker can be made', async () => {
    const broken = new ScanPool({
      makeWorker: () => {
        throw new Error('no');
      },
      size: 1,
      patience: 1,
      idle: 1,
    });
    expect(await broken.scan(file)).toMatchObject({ outcome: 'scanner-unavailable' });
  });
});
