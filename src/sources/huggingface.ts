import { setImmediate as turn } from "node:timers/promises";
import type { Clock } from "../clock.ts";
import { SourceError } from "../errors.ts";
import { cutAtWord } from "../text/clean.ts";
import { createGet, type HttpDeps } from "./http.ts";
import { beginsAsList, recordsOf } from "./json-list.ts";
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
const quota = { requests: 500, window: 300_000, reserve: 100 };
const pageSize = 100;
// A server that does not know our `limit` answers its default of 50: only a page below that is surely the last one.
const defaultPageSize = 50;
const mostPages = 20;
/** More than a day can hold, in one answer. */
const mostRecords = mostPages * pageSize;
/** Records that are read before others get their turn, and of those that cannot be used so many are named in the log. */
const atOnce = 100;
const mostNamed = 5;
/** Characters of a paper alone: one of 5,000 authors has less than half. */
const longestPaper = 2_000_000;
const longestQuery = 250;

/** Hugging Face's Daily Papers API. */
export function createHuggingFace(settings: HuggingFaceSettings, deps: HttpDeps): PaperSource {
  const accept = { accept: "application/json" };
  const manners = {
    name,
    headers: accept,
    quota: createQuota(quota.requests, quota.window, deps.clock, deps.sleep, quota.reserve),
    maxBytes: 8_000_000,
  };
  const authorization = settings.HF_TOKEN && `Bearer ${settings.HF_TOKEN}`;
  const without = createGet(manners, deps);
  const { get, isRefused } = authorization
    ? goOnWithoutToken(createGet({ ...manners, headers: { ...accept, authorization } }, deps), without, deps)
    : { get: without, isRefused: () => false };
  const ask = async (path: string, query: Record<string, string>, options?: CallOptions): Promise<string> => {
    const url = new URL(`${settings.HF_ENDPOINT}${path}`);
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
    return get(url, options);
  };

  return {
    name,
    isTokenRefused: isRefused,
    async listDay(day, options) {
      const pages: Answer[] = [];
      const seen = new Set<string>();
      for (let p = 0; p < mostPages; p++) {
        const body = await ask(
          "/api/daily_papers",
          { date: day, limit: String(pageSize), p: String(p) },
          options,
        );
        const page = await read(body, true, deps);
        const fresh = page.papers.filter(({ id }) => !seen.has(id));
        for (const { id } of fresh) seen.add(id);
        // The same page again: what was left out of it is counted already.
        if (page.papers.length > 0 && fresh.length === 0) break;
        pages.push({ ...page, papers: fresh });
        if (page.papers.length + page.skipped.length < defaultPageSize || fresh.length === 0) break;
      }
      return joined(pages);
    },
    async search(words, options) {
      const q = cutAtWord(words, longestQuery).replace(/…$/, "");
      return read(await ask("/api/papers/search", { q }, options), false, deps);
    },
    async paper(id, options) {
      try {
        const body = await ask(`/api/papers/${id}`, {}, options);
        if (body.length > longestPaper) throw tooMuch(`${longestPaper / 1_000_000} MB for one paper`);
        const paper = parseRecord(readJson(body), { daily: false, now: deps.clock().getTime() });
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

async function read(
  body: string,
  daily: boolean,
  deps: { clock: Clock } & Pick<HttpDeps, "logger">,
): Promise<Answer> {
  const records = readList(body);
  const parts: Answer[] = [];
  for (let before = 0; before < records.length; before += atOnce) {
    if (before > 0) await turn();
    const options = { daily, now: deps.clock().getTime(), before };
    parts.push(parseRecords(records.slice(before, before + atOnce), options));
  }
  const answer = joined(parts);
  if (answer.skipped.length > 0) {
    deps.logger.warn(
      { source: name, skipped: answer.skipped.slice(0, mostNamed) },
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

/** Record by record, so that an answer of millions costs no more than the first of them. */
function readList(body: string): readonly unknown[] {
  if (!beginsAsList(body)) {
    readJson(body);
    throw new SourceError(`${name} answered with something that is no list`, "garbage");
  }
  const records: unknown[] = [];
  try {
    for (const record of recordsOf(body)) if (records.push(record) > mostRecords) break;
  } catch (cause) {
    throw new SourceError(`${name} answered with broken JSON`, "garbage", { cause });
  }
  if (records.length > mostRecords) throw tooMuch(`${mostRecords.toLocaleString("en")} records`);
  return records;
}

function tooMuch(what: string): SourceError {
  return new SourceError(`${name} sent more than ${what}`, "garbage");
}
