import { REST, type RequestData, type RouteLike } from "discord.js";
import { requestTimeout } from "./limits.ts";

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
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly timeout?: number;
}

/** A client that asks once: the SDK would send a post again after a timeout or a 5xx, when it may be there already. */
export function createApi(token: string, { url, waits, signal, timeout = requestTimeout }: ApiOptions): Api {
  const rest = new REST({
    version: "10",
    api: url,
    retries: 0,
    timeout,
    rejectOnRateLimit: waits ? null : () => true,
    hashSweepInterval: 0,
    handlerSweepInterval: 0,
  }).setToken(token);
  const ending = (options: RequestData = {}): RequestData => ({
    ...options,
    signal: options.signal ? AbortSignal.any([options.signal, signal]) : signal,
  });
  return {
    get: (route, options) => rest.get(route, ending(options)),
    post: (route, options) => rest.post(route, ending(options)),
    put: (route, options) => rest.put(route, ending(options)),
    patch: (route, options) => rest.patch(route, ending(options)),
    delete: (route, options) => rest.delete(route, ending(options)),
  };
}
