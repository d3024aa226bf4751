import { SourceError } from "../errors.ts";
import type { Get, HttpDeps } from "./http.ts";

/** Milliseconds after which a refused token is tried again: the refusal may have been the source's own trouble. */
const rest = 60 * 60_000;

/** What to do about a token of Hugging Face that is refused. */
export const tokenRemedy =
  "HF_TOKEN is refused, so Hugging Face is asked without it. Make a new one at https://huggingface.co/settings/tokens and set it, or remove HF_TOKEN";

export interface TokenGet {
  readonly get: Get;
  readonly isRefused: () => boolean;
}

/**
 * A `get` that goes on without its token where that is refused: papers are public, and tokens expire.
 * @param withToken asks with the token, `without` asks without
 */
export function goOnWithoutToken(withToken: Get, without: Get, { clock, logger }: HttpDeps): TokenGet {
  let refusedAt: number | undefined;
  let isTold = false;
  const isRefused = (): boolean => {
    const age = refusedAt === undefined ? Number.NaN : clock().getTime() - refusedAt;
    return age >= 0 && age < rest;
  };
  const refuse = (): void => {
    refusedAt = clock().getTime();
    if (!isTold) logger.warn(`${tokenRemedy}.`);
    isTold = true;
  };
  const get: Get = async (url, options) => {
    if (isRefused()) return without(url, options);
    try {
      return await withToken(url, options);
    } catch (error) {
      if (!isDenied(error)) throw error;
      try {
        const body = await without(url, options);
        refuse();
        return body;
      } catch (second) {
        // Who is refused without a token as well is not told to mend it.
        if (second instanceof SourceError && second.status !== undefined && !isDenied(second)) refuse();
        throw second;
      }
    }
  };
  return { get, isRefused };
}

function isDenied(error: unknown): boolean {
  return error instanceof SourceError && (error.status === 401 || error.status === 403);
}
