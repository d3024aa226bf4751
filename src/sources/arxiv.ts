import { createGet, type HttpDeps } from "./http.ts";
import { parseAtom } from "./parse-arxiv.ts";
import { createQuota } from "./quota.ts";
import type { PaperLookup } from "./source.ts";

/** arXiv's API, for papers that Hugging Face does not know. */
export function createArxiv(settings: { readonly ARXIV_ENDPOINT: string }, deps: HttpDeps): PaperLookup {
  const get = createGet(
    {
      name: "arXiv",
      // Without an Accept header arXiv has answered 406.
      headers: { accept: "application/atom+xml" },
      // https://info.arxiv.org/help/api/tou.html: one request in three seconds.
      quota: createQuota(1, 3000, deps.clock, deps.sleep),
      maxBytes: 2_000_000,
    },
    deps,
  );
  return {
    name: "arXiv",
    async paper(id, options) {
      const url = new URL(`${settings.ARXIV_ENDPOINT}/api/query`);
      url.searchParams.set("id_list", id);
      const { papers, skipped } = parseAtom(await get(url, options), deps.clock().getTime());
      if (skipped.length > 0)
        deps.logger.warn({ source: "arXiv", skipped }, `${skipped.length} entries left out`);
      return papers.find((paper) => paper.id === id);
    },
  };
}
