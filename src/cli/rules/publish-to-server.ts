import type { Texts } from '../texts.ts';
import { Refusal } from './refusal.ts';

/** Where a pack goes, and as whom. */
export interface ServerAccount {
  /** `https://HOST`, as the person wrote it. */
  readonly server: string;
  readonly user: string;
  readonly password: string;
}

const PATIENCE = 60_000;

/**
 * Logs in at the unit's server as one of its administrators, uploads a signed pack, and logs out. Resolves to the pack's
 * name and version as the server read them; rejects with a `Refusal` that says what to do.
 */
export async function publishToServer(
  bytes: Uint8Array<ArrayBuffer>,
  account: ServerAccount,
  texts: Texts,
): Promise<{ readonly name: string; readonly version: number }> {
  const call = caller(originOf(account.server), texts);
  const login = await call('/v1/login', {
    method: 'POST',
    body: JSON.stringify({ name: account.user, password: account.password }),
  });
  const cookie = login.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const session = await (await call('/v1/session', { headers: { cookie } })).json();
  const { token } = session as { token: string };
  const headers = { cookie, 'x-la-chan-token': token };
  try {
    const taken = await call('/v1/admin/pack', { method: 'PUT', headers, body: bytes });
    return (await taken.json()) as { name: string; version: number };
  } finally {
    await call('/v1/logout', { method: 'POST', headers }).catch(() => undefined);
  }
}

/** A password goes over TLS, or stays on this machine. */
function originOf(written: string): string {
  const url = URL.canParse(written) ? new URL(written) : null;
  const isHere = url !== null && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  const isFit = url?.protocol === 'https:' || (url?.protocol === 'http:' && isHere);
  if (!url || !isFit || url.pathname !== '/') throw new Refusal('rulesServerAddress', written);
  return url.origin;
}

function caller(origin: string, texts: Texts): (path: string, init: RequestInit) => Promise<Response> {
  return async (path, init) => {
    let answer: Response;
    try {
      answer = await fetch(origin + path, {
        ...init,
        headers: { 'accept-language': texts('language_code'), ...init.headers },
        redirect: 'error',
        signal: AbortSignal.timeout(PATIENCE),
      });
    } catch (error) {
      const { code = '' } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
      const name = /CERT|SSL|TLS|SIGNATURE|ISSUER/.test(code) ? 'rulesServerUntrusted' : 'rulesServerAway';
      throw new Refusal(name, origin, code);
    }
    if (answer.ok) return answer;
    throw new Refusal('rulesServerRefused', origin, await reasonOf(answer, texts));
  };
}

async function reasonOf(answer: Response, texts: Texts): Promise<string> {
  const { message, problem } = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  if (problem === 'no-root') return texts('rulesServerNoRoot');
  if (typeof problem === 'string') return texts(`rulesProblem_${problem.replaceAll('-', '_')}`);
  return typeof message === 'string' ? message : String(answer.status);
}
