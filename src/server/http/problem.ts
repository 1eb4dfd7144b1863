import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ServerContext } from './context.ts';
import { type ServerTexts, textsFor } from './texts.ts';

/** Why a request was refused: a word for machines; the texts `serverError_…` say it to people. */
const STATUS = {
  'bad-code': 403,
  'bad-login': 401,
  'bad-policy': 422,
  'bad-pack': 422,
  'bad-request': 400,
  busy: 503,
  clock: 401,
  forbidden: 403,
  forgery: 403,
  full: 507,
  internal: 500,
  'name-taken': 409,
  'not-found': 404,
  'not-judged': 409,
  revoked: 403,
  'too-large': 413,
  'too-many': 429,
  unauthorised: 401,
  'weak-password': 422,
} as const satisfies Record<string, ContentfulStatusCode>;

export type Problem = keyof typeof STATUS;

/** A refusal as JSON: `{ error, message, … }`, in the language the client asks for, Vietnamese first. */
export function refuseRequest(
  context: ServerContext,
  error: Problem,
  details: Readonly<Record<string, unknown>> = {},
): Response {
  const message = describeProblem(error, textsFor(context));
  return context.json({ error, message, ...details }, STATUS[error]);
}

/** The problem in words. */
export function describeProblem(error: Problem, texts: ServerTexts): string {
  return texts(`serverError_${error.replace(/-/g, '_')}`);
}
