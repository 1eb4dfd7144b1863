import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { ChannelCase } from './channel-case.ts';
import { type Lab, type LabOptions, type Outcome, startLab } from './channel-lab.ts';

type Expected = Omit<Outcome, 'leak'>;

interface Snapshot {
  readonly browser: string;
  readonly cases: Record<string, Expected>;
}

/** The committed look of clean runs in a bare browser; another browser version is measured on the spot. */
export function openBaseline(path: string, names: readonly string[], options: LabOptions) {
  const old: Snapshot = existsSync(path)
    ? JSON.parse(readFileSync(path, 'utf8'), (key, value) =>
        key === 'events' ? value.split('; ').filter(Boolean) : value,
      )
    : { browser: '', cases: {} };
  const fresh: Record<string, Expected> = {};
  let bare: Promise<Lab> | undefined;
  return {
    put(c: ChannelCase, expected: Expected) {
      fresh[c.name] = expected;
    },
    peek: (c: ChannelCase) => old.cases[c.name],
    async get(c: ChannelCase, lab: Lab): Promise<Expected> {
      const stored = old.cases[c.name];
      if (stored && old.browser === (await lab.browser.browser.version())) return stored;
      bare ??= startLab(false, options);
      const { requests, events, state } = await (await bare).run(c, false);
      return { requests, events, state };
    },
    save(browser: string) {
      const all = { ...old.cases, ...fresh };
      const cases = Object.fromEntries(names.filter((n) => all[n]).map((n) => [n, all[n]]));
      const compact = (key: string, value: unknown) =>
        key === 'events' ? (value as string[]).join('; ') : value;
      writeFileSync(path, `${JSON.stringify({ browser, cases }, compact, 1)}\n`);
    },
    async close() {
      await (await bare)?.stop();
    },
  };
}
