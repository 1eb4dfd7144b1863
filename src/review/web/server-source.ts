import type { IncidentCounts, Machine } from '../../incidents/review-model.ts';
import type {
  IntakeNote,
  MachineCheck,
  MachineLog,
  ReviewDetail,
  ReviewPage,
  ReviewSource,
} from '../../incidents/review-source.ts';
import { nameRules } from '../../ui/words.ts';

interface Session {
  readonly role: string;
  /** Goes with every request that changes something. */
  readonly token: string;
}

interface Verified {
  readonly checks: readonly MachineCheck[];
  readonly intake: readonly (IntakeNote & { readonly device: string })[];
}

/** The incidents of all machines that the person who is logged in may see. Rejects when nobody is. */
export async function openServerSource(): Promise<{ source: ReviewSource; whole: Promise<void> }> {
  const session = await ask<Session>('/v1/session', {});
  nameRules(await ask<Record<string, string>>('/v1/review/rules', {}));
  const source: ReviewSource = {
    kind: 'server',
    canReview: session.role === 'officer',
    machines: () => ask<Machine[]>('/v1/review/machines', {}),
    list: (filter, cursor, limit, purpose = 'view') =>
      ask<ReviewPage>('/v1/review/incidents', {
        filter: JSON.stringify(filter),
        limit: String(limit),
        purpose,
        ...(cursor === null ? {} : { cursor }),
      }),
    counts: (filter, buckets) =>
      ask<IncidentCounts>('/v1/review/counts', {
        filter: JSON.stringify(filter),
        buckets: JSON.stringify(buckets),
      }),
    detail: ({ device, id }) => ask<ReviewDetail>('/v1/review/incident', { device, id }),
    review: ({ device, id }, state, note) =>
      tell<{ noteDropped: boolean }>('/v1/review/incident', session, { device, id, state, note }),
    ...(session.role === 'officer' && {
      async allow({ device, id }, document) {
        await tell('/v1/review/allow', session, { device, id, ...document });
      },
    }),
    async verify(devices) {
      const checks: MachineCheck[] = [];
      for (const device of devices ?? [undefined]) {
        const found = await ask<Verified>('/v1/review/verify', device === undefined ? {} : { device });
        checks.push(...withIntake(found));
      }
      return checks;
    },
    // The server writes logs and reports itself, and writes down for whom.
    logs: noLogs,
    files: {
      log: ({ devices }) => address('/v1/review/logs', devices?.length === 1 ? { device: devices[0]! } : {}),
      report: ({ period: { from, to }, preset, office, sweep }) =>
        address('/v1/review/report', {
          filter: JSON.stringify({ from, to }),
          preset,
          office: JSON.stringify(office),
          ...(sweep ? { sweep: JSON.stringify(sweep) } : {}),
        }),
    },
  };
  return { source, whole: Promise.resolve() };
}

function withIntake({ checks, intake }: Verified): MachineCheck[] {
  const notes = Map.groupBy(intake, ({ device }) => device);
  return checks.map((each) => ({ ...each, intake: notes.get(each.machine.device) ?? [] }));
}

async function* noLogs(): AsyncGenerator<MachineLog> {}

function address(path: string, query: Readonly<Record<string, string>>): string {
  const words = new URLSearchParams(query).toString();
  return words === '' ? path : `${path}?${words}`;
}

async function ask<T>(path: string, query: Readonly<Record<string, string>>): Promise<T> {
  return answered<T>(await fetch(address(path, query)));
}

async function tell<T>(path: string, { token }: Session, body: object): Promise<T> {
  const headers = { 'Content-Type': 'application/json', 'X-La-Chan-Token': token };
  return answered<T>(await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }));
}

async function answered<T>(answer: Response): Promise<T> {
  // The session ended while the page was open.
  if (answer.status === 401) location.assign('/login');
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return (await answer.json()) as T;
}
