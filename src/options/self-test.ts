import type { PolicyInForce, Status } from '../messages/messages.ts';
import { send } from '../platform/messaging.ts';
import { type GuardProbe, probeGuard, readInstallation } from '../platform/self-test.ts';
import { listWebTabs } from '../platform/tabs.ts';
import { keyOf, t } from '../ui/text.ts';
import { SAMPLE, sampleDocument, samplePicture } from './samples.ts';

export const checkNames = [
  'worker',
  'document',
  'picture',
  'pages',
  'mode',
  'pack',
  'updates',
  'policy',
  'install',
  'access',
  'private',
  'wall',
  'report',
] as const;
export type CheckName = (typeof checkNames)[number];

export interface CheckResult {
  readonly name: CheckName;
  readonly state: 'ok' | 'care' | 'bad' | 'unknown';
  /** What was found, in words. Names no site and no person. */
  readonly words: string;
}

/** Every check of this browser, one after the other; `done` hears of each as it ends. Never rejects. */
export async function runChecks(done: (result: CheckResult) => void): Promise<void> {
  for (const name of checkNames) {
    const result = await CHECKS[name]().catch((): Outcome => ['unknown', t('options_state_unknown')]);
    done({ name, state: result[0], words: result[1] });
  }
}

type Outcome = readonly [CheckResult['state'], string];

const CHECKS: Readonly<Record<CheckName, () => Promise<Outcome>>> = {
  async worker() {
    const answered = await readStatus(null).then(
      () => true,
      () => false,
    );
    return answered ? ['ok', t('selftest_worker_ok')] : ['bad', t('selftest_worker_bad')];
  },
  document: async () => found(await finds(sampleDocument()), 'document'),
  picture: async () => found(await finds(await samplePicture()), 'picture'),
  pages: checkPages,
  async mode() {
    const { mode } = await readStatus(null);
    return [mode === 'block' ? 'ok' : 'care', t(keyOf('selftest_mode', mode))];
  },
  async pack() {
    const { pack } = await readStatus(null);
    const health = pack.health === 'none' ? 'bundled' : pack.health;
    return [health === 'fresh' || health === 'bundled' ? 'ok' : 'care', t(keyOf('selftest_pack', health))];
  },
  async updates() {
    const { configured, problem } = await send('updates.look', {});
    if (!configured) return ['care', t('selftest_updates_none')];
    if (problem) return ['bad', t('selftest_updates_bad', t(keyOf('rulesProblem', problem.problem)))];
    return ['ok', t('selftest_updates_ok')];
  },
  async policy() {
    const policy = await send('policy.read', {});
    const faults = countProblems(policy);
    if (faults > 0) return ['bad', t('selftest_policy_faults', faults)];
    const managed = Object.values(policy.setBy).filter((layer) => layer === 'managed').length;
    return managed > 0 ? ['ok', t('selftest_policy_ok', managed)] : ['care', t('selftest_policy_none')];
  },
  async install() {
    const { installType } = await readInstallation();
    return installType === 'admin'
      ? ['ok', t('selftest_install_admin')]
      : ['care', t('selftest_install_other')];
  },
  async access() {
    const { allSites } = await readInstallation();
    return allSites ? ['ok', t('selftest_access_ok')] : ['bad', t('selftest_access_bad')];
  },
  async private() {
    const { incognito } = await readInstallation();
    return incognito ? ['ok', t('selftest_private_ok')] : ['care', t('selftest_private_no')];
  },
  async wall() {
    const { wall } = await send('selftest.read', {});
    return wall ? ['ok', t('selftest_wall_on')] : ['care', t('selftest_wall_off')];
  },
  async report() {
    const { server } = await send('selftest.read', {});
    if (server === null) return ['care', t('selftest_report_none')];
    return server === 'answers' ? ['ok', t('selftest_report_ok')] : ['bad', t('selftest_report_bad')];
  },
};

function readStatus(tabUrl: string | null): Promise<Status> {
  return send('status.read', { tabUrl });
}

async function finds(file: File): Promise<boolean> {
  const { findings } = await send('selftest.scan', { file });
  return findings.some(({ finding }) => finding.kind === 'marking');
}

function found(ok: boolean, name: 'document' | 'picture'): Outcome {
  return ok ? ['ok', t(`selftest_${name}_ok`)] : ['bad', t(`selftest_${name}_bad`)];
}

/** Tries the guard in every protected page that is open: an extension's own page has none to try. */
async function checkPages(): Promise<Outcome> {
  const probes: GuardProbe[] = [];
  let blocks = true;
  for (const { id, url } of await listWebTabs()) {
    const { guarded, mode } = await readStatus(url);
    blocks = mode !== 'watch';
    if (guarded) probes.push(await probeGuard(id, blocks ? SAMPLE : ''));
  }
  const all = probes.length;
  const count = (wanted: GuardProbe) => probes.filter((probe) => probe === wanted).length;
  if (all === 0) return ['unknown', t('selftest_pages_none')];
  if (count('shut') > 0) return ['bad', t('selftest_pages_shut', count('shut'), all)];
  if (count('absent') > 0) return ['bad', t('selftest_pages_absent', count('absent'), all)];
  if (!blocks) return ['care', t('selftest_pages_watch', all)];
  if (count('silent') > 0) return ['bad', t('selftest_pages_silent', count('silent'), all)];
  return ['ok', t('selftest_pages_ok', all)];
}

/** Settings that were not understood, in all layers. */
export function countProblems({ problems }: PolicyInForce): number {
  return Object.values(problems).reduce((sum, list) => sum + list.length, 0);
}
