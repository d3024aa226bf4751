import { DefaultRestOptions, REST, type RESTOptions, type RequestData, type RouteLike } from "discord.js";
import { z } from "zod";
import { isRefused, tooManyOldEdits } from "./errors.ts";
import { longestPause, oldEditPause, requestTimeout } from "./limits.ts";
import type { Limit, Shield } from "./shield.ts";

/** Discord's API, by the SDK's own client; every request ends with the adapter. */
export interface Api {
  get(route: RouteLike, options?: RequestData): Promise<unknown>;
  post(route: RouteLike, options?: RequestData): Promise<unknown>;
  put(route: RouteLike, options?: RequestData): Promise<unknown>;
  patch(route: RouteLike, options?: RequestData): Promise<unknown>;
  delete(route: RouteLike, options?: RequestData): Promise<unknown>;
}

export interface ApiOptions {
  /** Ends in /api. */
  readonly url: string;
  /** Whether to wait for limits; else they are an error, for the ledger knows better when to try again. */
  readonly waits: boolean;
  /** One for all clients of an address. */
  readonly shield: Shield;
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly timeout?: number;
  /** Called where Discord refuses the token. */
  refused?(): void;
}

/** A client that asks once: the SDK would send a post again after a timeout or a 5xx, when it may be there already. */
export function createApi(
  token: string,
  { url, waits, shield, signal, timeout = requestTimeout, refused }: ApiOptions,
): Api {
  const rest = new REST({
    version: "10",
    api: url,
    retries: 0,
    timeout,
    rejectOnRateLimit: waits ? null : () => true,
    makeRequest: askWithin(shield),
  }).setToken(token);
  const ask =
    (method: keyof Api) =>
    async (route: RouteLike, options: RequestData = {}): Promise<unknown> => {
      // One of its own each, and no AbortSignal.any, which lives as long as somebody listens: the SDK never stops listening.
      const own = new AbortController();
      const end = (): void => own.abort();
      const ends = options.signal ? [options.signal, signal] : [signal];
      for (const one of ends) one.addEventListener("abort", end);
      if (ends.some(({ aborted }) => aborted)) end();
      try {
        return await rest[method](route, { ...options, signal: own.signal });
      } catch (error) {
        if (isRefused(error) && options.auth !== false) refused?.();
        throw error;
      } finally {
        for (const one of ends) one.removeEventListener("abort", end);
      }
    };
  return { get: ask("get"), post: ask("post"), put: ask("put"), patch: ask("patch"), delete: ask("delete") };
}

/** What a limit says of itself. https://docs.discord.com/developers/topics/rate-limits#exceeding-a-rate-limit */
const told = z.object({
  retry_after: z.number().min(0).optional().catch(undefined),
  code: z.number().catch(0),
  global: z.boolean().catch(false),
});

/** How the SDK's clients make a request: none while Discord's shield blocks the address. */
export function askWithin(shield: Shield): RESTOptions["makeRequest"] {
  return (url, init) => shield.ask(() => DefaultRestOptions.makeRequest(url, init), readLimit);
}

/** The SDK believes a limit's header, which names a second where the body names minutes: https://github.com/discord/discord-api-docs/issues/6109 */
async function readLimit(response: Answer): Promise<Limit | undefined> {
  if (response.status !== 429) return undefined;
  const { headers } = response;
  const { data } = told.safeParse(await response.json().catch(() => undefined));
  const least = data?.code === tooManyOldEdits ? oldEditPause / 1000 : 0;
  const seconds = Math.max(Number(headers.get("retry-after")) || 0, data?.retry_after ?? 0, least);
  // The SDK remembers it, and would not ask again before a digest is given up.
  if (seconds > 0) headers.set("retry-after", String(Math.min(seconds, longestPause / 1000)));
  if (data?.global) headers.set("x-ratelimit-global", "true");
  return { seconds, isDiscords: data?.retry_after !== undefined || least > 0 };
}

type Answer = Awaited<ReturnType<RESTOptions["makeRequest"]>>;
