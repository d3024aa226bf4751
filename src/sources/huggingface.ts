import type { Clock } from "../clock.ts";
import { SourceError } from "../errors.ts";
import { cutAtWord } from "../text.ts";
import { createGet, type HttpDeps } from "./http.ts";
import { parseRecord, parseRecords } from "./parse-huggingface.ts";
import { createQuota } from "./quota.ts";
import type { Answer, CallOptions, PaperSource } from "./source.ts";
import { goOnWithoutToken } from "./token.ts";

export interface HuggingFaceSettings {
  readonly HF_ENDPOINT: string;
  readonly HF_TOKEN?: string | undefined;
}

const name = "Hugging Face";
// https://huggingface.co/docs/hub/rate-limits: 500 requests in five minutes without an account. limit: 1 to 100.
const quota = { requests: 500, window: 300_000 };
const pageSize = 100;
// A server that does not know our `limit` answers its default of 50: only a page below that is surely the last one.
const defaultPageSize = 50;
const mostPages = 20;
const longestQuery = 250;

/** Hugging Face's Daily Papers API. */
export function createHuggingFace(settings: HuggingFaceSettings, deps: HttpDeps): PaperSource {
  const accept = { accept: "application/json" };
  const manners = {
    name,
    headers: accept,
    quota: createQuota(quota.requests, quota.window, deps.clock, deps.sleep),
    maxBytes: 32_000_000,
  };
  const authorization = settings.HF_TOKEN && `Bearer ${settings.HF_TOKEN}`;
  const without = createGet(manners, deps);
  const { get, isRefused } = authorization
    ? goOnWithoutToken(createGet({ ...manners, headers: { ...accept, authorization } }, deps), without, deps)
    : { get: without, isRefused: () => false };
  const ask = async (
    path: string,
    query: Record<string, string>,
    options?: CallOptions,
  ): Promise<unknown> => {
    const url = new URL(`${settings.HF_ENDPOINT}${path}`);
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
    return readJson(await get(url, options));
  };

  return {
    name,
    isTokenRefused: isRefused,
    async listDay(day, options) {
      const pages: Answer[] = [];
      const seen = new Set<string>();
      for (let p = 0; p < mostPages; p++) {
        const records = asArray(
          await ask("/api/daily_papers", { date: day, limit: String(pageSize), p: String(p) }, options),
        );
        const page = read(records, true, deps);
        const fresh = page.papers.filter(({ id }) => !seen.has(id));
        for (const { id } of fresh) seen.add(id);
        // The same page again: what was left out of it is counted already.
        if (page.papers.length > 0 && fresh.length === 0) break;
        pages.push({ ...page, papers: fresh });
        if (records.length < defaultPageSize || fresh.length === 0) break;
      }
      return joined(pages);
    },
    async search(words, options) {
      const q = cutAtWord(words, longestQuery).replace(/…$/, "");
      return read(asArray(await ask("/api/papers/search", { q }, options)), false, deps);
    },
    async paper(id, options) {
      try {
        const record = await ask(`/api/papers/${id}`, {}, options);
        const paper = parseRecord(record, { daily: false, now: deps.clock().getTime() });
        if ("problem" in paper || paper.id !== id)
          throw new SourceError(`${name} answered with something that is no paper`, "garbage");
        return paper;
      } catch (error) {
        if (error instanceof SourceError && error.status === 404) return undefined;
        throw error;
      }
    },
  };
}

function read(
  records: readonly unknown[],
  daily: boolean,
  deps: { clock: Clock } & Pick<HttpDeps, "logger">,
): Answer {
  const answer = parseRecords(records, { daily, now: deps.clock().getTime() });
  if (answer.skipped.length > 0) {
    deps.logger.warn(
      { source: name, skipped: answer.skipped },
      `${answer.skipped.length} of ${records.length} records left out`,
    );
  }
  return answer;
}

function joined(pages: readonly Answer[]): Answer {
  return {
    papers: pages.flatMap((page) => page.papers),
    skipped: pages.flatMap((page) => page.skipped),
    asOf: Math.max(0, ...pages.map((page) => page.asOf)),
  };
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new SourceError(`${name} answered with broken JSON`, "garbage", { cause });
  }
}

function asArray(answer: unknown): readonly unknown[] {
  if (!Array.isArray(answer))
    throw new SourceError(`${name} answered with something that is no list`, "garbage");
  return answer;
}
