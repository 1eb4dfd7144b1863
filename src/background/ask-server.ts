import type { Policy } from '../policy/policy.ts';

const PATIENCE = 10_000;

/** Whether the unit's server answers at all (`GET /health`, which asks for no name). Never rejects. */
export async function askServer({ server }: Policy): Promise<'answers' | 'silent' | null> {
  if (server === '') return null;
  try {
    const response = await fetch(`${server}/health`, {
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });
    await response.body?.cancel();
    return response.ok ? 'answers' : 'silent';
  } catch {
    return 'silent';
  }
}
