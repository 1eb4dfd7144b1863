const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] as const;

interface Histogram {
  readonly counts: number[];
  sum: number;
  total: number;
}

/** Numbers about the running server, for Prometheus. They begin at zero with each start. */
export interface Metrics {
  /** `route` is the pattern, so that no id ends up in a label. Seconds. */
  observeRequest(method: string, route: string, status: number, seconds: number): void;
  count(name: CounterName, by?: number): void;
  /** What was counted since the start. */
  total(name: CounterName): number;
  /** Prometheus text format. */
  write(gauges: Readonly<Record<string, number>>): string;
}

export type CounterName =
  | 'records_taken'
  | 'records_known'
  | 'records_refused'
  | 'chain_faults'
  | 'logins_failed'
  | 'requests_limited';

export function createMetrics(): Metrics {
  const requests = new Map<string, number>();
  const durations = new Map<string, Histogram>();
  const counters = new Map<CounterName, number>();
  return {
    observeRequest(method, route, status, seconds) {
      const labels = `method="${method}",route="${route}"`;
      const key = `${labels},status="${status}"`;
      requests.set(key, (requests.get(key) ?? 0) + 1);
      const histogram = durations.get(labels) ?? { counts: BUCKETS.map(() => 0), sum: 0, total: 0 };
      durations.set(labels, histogram);
      histogram.sum += seconds;
      histogram.total += 1;
      BUCKETS.forEach((bound, at) => {
        if (seconds <= bound) histogram.counts[at]! += 1;
      });
    },
    count(name, by = 1) {
      counters.set(name, (counters.get(name) ?? 0) + by);
    },
    total: (name) => counters.get(name) ?? 0,
    write(gauges) {
      const lines: string[] = ['# TYPE lachan_requests_total counter'];
      for (const [labels, count] of requests) lines.push(`lachan_requests_total{${labels}} ${count}`);
      lines.push('# TYPE lachan_request_seconds histogram');
      for (const [labels, { counts, sum, total }] of durations) {
        BUCKETS.forEach((bound, at) => {
          lines.push(`lachan_request_seconds_bucket{${labels},le="${bound}"} ${counts[at]}`);
        });
        lines.push(`lachan_request_seconds_bucket{${labels},le="+Inf"} ${total}`);
        lines.push(`lachan_request_seconds_sum{${labels}} ${sum}`);
        lines.push(`lachan_request_seconds_count{${labels}} ${total}`);
      }
      for (const [name, count] of counters)
        lines.push(`# TYPE lachan_${name}_total counter`, `lachan_${name}_total ${count}`);
      for (const [name, value] of Object.entries(gauges))
        lines.push(`# TYPE lachan_${name} gauge`, `lachan_${name} ${value}`);
      return `${lines.join('\n')}\n`;
    },
  };
}
