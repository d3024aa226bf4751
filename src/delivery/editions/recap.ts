import { startOf } from "../../calendar/days.ts";
import { composeRecap, type Remembered } from "../../digest/recap.ts";
import type { Delivery } from "../../store/ledger.ts";
import type { Store } from "../../store/store.ts";
import type { Edition } from "./edition.ts";

const week = 7 * 86_400_000;
const cold = { sharers: 0, discussers: 0, reactors: 0 };

/** The week in a channel: what was shown there in its digests, and what its team did with that. */
export async function editRecap(
  { team, channel, date }: Pick<Delivery, "team" | "channel" | "date">,
  store: Store,
): Promise<Edition> {
  const since = new Date(startOf(date) - week);
  const shown = await store.posts.shownSince(team, channel, since);
  const warm = new Map((await store.activity.since(team, since)).map((one) => [one.paper, one]));
  const papers = await store.papers.getMany([...shown.keys()]);
  const names = await store.saves.saversOf(team, [...shown.keys()]);
  const remembered = await Promise.all(
    papers.map(async (paper): Promise<Remembered> => {
      const { sharers, discussers, reactors } = warm.get(paper.id) ?? cold;
      // Whoever saved it before this week counts too.
      const savers = names.get(paper.id) ?? [];
      const upvotesThen = await upvotesAt(paper.id, shown.get(paper.id) ?? since, store);
      return {
        ...{ paper, sharers, discussers, reactors, savers: savers.length, names: savers },
        upvotesThen: upvotesThen ?? paper.upvotes ?? 0,
      };
    }),
  );
  const parts = composeRecap(remembered, date);
  return {
    parts,
    outcome:
      parts.length > 0
        ? { kind: "posted", reason: "the week's recap" }
        : { kind: "nothing new", reason: "no paper was shown here this week" },
  };
}

/** The upvotes that were known of a paper at a moment; the first that were, where it was before them. */
async function upvotesAt(paper: string, at: Date, { papers }: Store): Promise<number | undefined> {
  const history = await papers.upvoteHistory(paper);
  return (history.findLast((one) => one.at <= at) ?? history[0])?.upvotes;
}
