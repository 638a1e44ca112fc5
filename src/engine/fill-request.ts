import type { HttpRequest } from '../model/types.ts';
import type { OutgoingRequest } from '../session/http/exchange.ts';
import type { RunContext } from './context.ts';
import type { FailureReason } from './verdict.ts';

export type FilledRequest =
  | { readonly ok: true; readonly request: OutgoingRequest }
  | { readonly ok: false; readonly reason: FailureReason };

/** Puts the values of params and captures into a request, as they are. */
export function fillRequest(context: RunContext, request: HttpRequest): FilledRequest {
  const fill = (text: string): string => context.values.fill(text);
  const url = readUrl(fill(request.url));
  if (url === undefined) {
    const message = `\`${context.values.fillShown(request.url)}\` is no http or https URL`;
    const hint = 'correct it, or what gives its `${name}` a value';
    return { ok: false, reason: { kind: 'cannot-start', message, hint } };
  }
  const { method, headers, body } = request;
  const given = headers.map(({ name, value }) => [name, fill(value)] as const);
  const agent = ['User-Agent', userAgent(context)] as const;
  const named = given.some(([name]) => name.toLowerCase() === 'user-agent');
  return {
    ok: true,
    request: {
      url,
      method,
      headers: named ? given : [agent, ...given],
      ...(body === undefined ? {} : { body: fill(body) }),
    },
  };
}

/** How the program names itself to servers. */
export function userAgent({ options }: RunContext): string {
  return `runbook/${options.version}`;
}

/** Method and URL for people, with secrets masked before the URL is put into its normal form. */
export function showRequest({ values }: RunContext, { method, url }: HttpRequest): string {
  return `${method} ${values.fillShown(url)}`;
}

/** An absolute URL that can be asked for; `undefined` for any other text. */
export function readUrl(text: string): URL | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  return new URL(text);
}
