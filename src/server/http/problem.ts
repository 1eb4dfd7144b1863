import type { ContentfulStatusCode } from 'hono/utils/http-status';
import en from '../../../_locales/en/messages.json' with { type: 'json' };
import vi from '../../../_locales/vi/messages.json' with { type: 'json' };
import type { ServerContext } from './context.ts';

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
  const texts: Readonly<Record<string, { readonly message: string } | undefined>> = /^en/i.test(
    context.req.header('accept-language') ?? '',
  )
    ? en
    : vi;
  const message = texts[`serverError_${error.replace(/-/g, '_')}`]?.message ?? error;
  return context.json({ error, message, ...details }, STATUS[error]);
}
