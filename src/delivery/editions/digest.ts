import { dayOf, isWeekday, type ListDay, shortDay } from "../../calendar/days.ts";
import type { Freshness } from "../../collect/freshness.ts";
import { composeDigest, composeNothingNew } from "../../digest/compose.ts";
import { type Criteria, type Shortlist, selectUnseen, shortlist } from "../../digest/select.ts";
import type { Paper } from "../../model/paper.ts";
import type { Delivery, LedgerEntry, Outcome, Wish } from "../../store/ledger.ts";
import type { Store } from "../../store/store.ts";
import { count } from "../../text/clean.ts";
import { parseQuery, type Query } from "../../text/query.ts";
import type { Edition, EditionDeps } from "./edition.ts";
import { editRecap } from "./recap.ts";
import { editWatches, marksOfWatches } from "./watches.ts";

const mostDays = 10;
/** Slots that are looked through for the last delivered one. */
const lookedBack = 15;

/** Composes editions; candidates are read once for everybody with the same window within a minute. */
export function createEditions({ store, clock }: EditionDeps) {
  const cache = new Map<string, { readonly at: number; readonly papers: Promise<readonly Paper[]> }>();
  const listed = (from: ListDay, to: ListDay): Promise<readonly Paper[]> => {
    const key = `${from} ${to}`;
    const now = clock().getTime();
    const known = cache.get(key);
    if (known && Math.abs(now - known.at) < 60_000) return known.papers;
    for (const [old, { at }] of cache) if (Math.abs(now - at) >= 60_000) cache.delete(old);
    const papers = store.papers.listed(from, to).then((ids) => store.papers.getMany(ids));
    cache.set(key, { at: now, papers });
    return papers;
  };

  // Channels that are due together and wish the same share one ranking, as long as the candidates are the same array.
  let ranked = { of: undefined as readonly Paper[] | undefined, lists: new Map<string, Shortlist>() };
  const listFor = (candidates: readonly Paper[], criteria: Criteria, now: Date): Shortlist => {
    if (ranked.of !== candidates) ranked = { of: candidates, lists: new Map() };
    const key = JSON.stringify(criteria);
    const list = ranked.lists.get(key) ?? shortlist(candidates, criteria, now);
    ranked.lists.set(key, list);
    return list;
  };

  const digest = async (
    key: Pick<Delivery, "team" | "channel" | "date">,
    wish: Wish,
    freshness: Freshness,
  ): Promise<Edition> => {
    const now = clock();
    const days = await store.papers.newestListDays(now.toISOString().slice(0, 10), mostDays);
    const gap = await gapBefore(key, days, wish.window, store, now);
    const window = Math.max(wish.window, Math.min(gap, mostDays));
    const from = days[Math.min(window, days.length) - 1];
    const candidates = from === undefined || days[0] === undefined ? [] : await listed(from, days[0]);
    const seen = await store.deliveries.seen(key.channel);
    const selection = selectUnseen(listFor(candidates, criteriaOf(wish, key.date), now), seen);
    const trouble = sayTrouble(freshness, wish.zone);
    const reach = window > wish.window && from !== undefined ? `since ${shortDay(from)}` : undefined;
    const parts = composeDigest(selection, {
      date: key.date,
      savers: await store.saves.saversOf(
        key.team,
        selection.chosen.map(({ id }) => id),
      ),
      marks: await marksOfWatches(key.team, selection.chosen, store, now),
      newest: days[0] ?? key.date,
      layout: wish.layout,
      ...(trouble === undefined ? {} : { trouble }),
      ...(reach === undefined ? {} : { reach }),
    });
    if (parts.length > 0) {
      const reason = count(selection.chosen.length, "paper");
      return {
        parts,
        outcome:
          trouble === undefined
            ? { kind: "posted", reason }
            : { kind: "source down", reason: `${reason} from the store; ${freshness.trouble}` },
      };
    }
    return nothingNew(key.date, selection.unseen, candidates.length, wish, now, trouble, freshness);
  };
  return {
    digest,
    recap: (key: Pick<Delivery, "team" | "channel" | "date">) => editRecap(key, store),
    watches: (key: Pick<Delivery, "team" | "channel" | "date">, freshness: Freshness) =>
      editWatches(key, { store, clock }, listed, freshness),
  };
}

/** How a channel's wish chooses papers. */
function criteriaOf(wish: Wish, today: ListDay): Criteria {
  const none: Query = {
    text: "",
    words: [],
    phrases: [],
    excluded: wish.excluded,
    authors: [],
    hasCode: wish.hasCode,
  };
  return {
    top: wish.top,
    filter: wish.min === undefined ? none : { ...none, min: wish.min },
    topics: wish.topics.map((topic) => parseQuery(topic, today, { isStored: true })),
  };
}

function nothingNew(
  date: ListDay,
  unseen: number,
  candidates: number,
  wish: Wish,
  now: Date,
  trouble: string | undefined,
  { trouble: cause }: Freshness,
): Edition {
  if (trouble !== undefined) {
    const note = `Daily Papers, ${shortDay(date)}: ${trouble}, and nothing unseen is stored.`;
    return {
      parts: [{ message: { note } }],
      outcome: { kind: "source down", reason: `nothing unseen in the store; ${cause}` },
    };
  }
  const why =
    unseen > 0
      ? `none of ${count(unseen, "new paper")} fits this channel's filters`
      : candidates > 0
        ? `all ${candidates} papers of the newest list days were shown before`
        : undefined;
  const noList = isWeekday(dayOf(now)) ? undefined : "there is no list on a weekend";
  return {
    parts: wish.sayEmpty ? [composeNothingNew(date, unseen)] : [],
    outcome: {
      kind: "nothing new",
      reason: [unseen > 0 ? undefined : noList, why].filter(Boolean).join("; ") || "no list was published",
    },
  };
}

/** How many list days it takes to reach back to the digest that was last delivered, where the window leaves some out or a slot was lost. */
async function gapBefore(
  { team, channel, date }: Pick<Delivery, "team" | "channel" | "date">,
  days: readonly ListDay[],
  window: number,
  { deliveries }: Store,
  now: Date,
): Promise<number> {
  const entries = (await deliveries.latest(team, channel, "digest", lookedBack, now)).filter(
    (entry) => entry.date < date,
  );
  const done = new Set<Outcome["kind"]>(["posted", "late", "source down", "nothing new", "unknown"]);
  const isDone = ({ outcome }: LedgerEntry): boolean => outcome !== undefined && done.has(outcome.kind);
  const last = entries.find(isDone)?.date;
  // After so many slots without one it is further back than any window.
  if (last === undefined) return entries.length >= lookedBack - 1 ? mostDays : 0;
  const isRegular = entries[0]?.date === last && days.filter((day) => day > last).length <= window;
  return isRegular ? 0 : days.filter((day) => day >= last).length;
}

/** "Hugging Face has not answered since 02:10", by the clock of the channel. */
function sayTrouble({ trouble, answeredAt }: Freshness, zone: string): string | undefined {
  if (trouble === undefined) return undefined;
  if (answeredAt === undefined) return "Hugging Face has not answered yet";
  const time = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
  }).format(answeredAt);
  return `Hugging Face has not answered since ${time}`;
}
