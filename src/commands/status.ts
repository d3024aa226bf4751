import { fullDay } from "../calendar.ts";
import type { Card } from "../chat/message.ts";
import type { Reach, SourceHealth } from "../store/store.ts";
import { count } from "../text.ts";
import { defineCommand } from "./command.ts";

export const status = defineCommand({
  name: "status",
  synonyms: ["health", "version"],
  summary: "How fresh the store is, whether the sources answer, and the version.",
  args: {},
  example: "status",
  visibility: "user",
  async run(_, { store, version, clock }) {
    const now = clock();
    const fetched = await store.collection.lastFetch();
    const health = await store.collection.health();
    return {
      message: {
        title: `Paperboy ${version}`,
        cards: [
          { title: "Store", body: `${sayReach(await store.papers.reach())} ${sayFetch(fetched, now)}` },
          ...(health.length > 0
            ? health.map((one) => healthCard(one, now))
            : [{ title: "Sources", body: "None was asked yet." }]),
        ],
      },
    };
  },
});

function sayReach({ papers, oldest, newest }: Reach): string {
  if (papers === 0) return "It is empty.";
  const days = oldest && newest ? `, listed ${fullDay(oldest)} to ${fullDay(newest)}` : "";
  return `${count(papers, "paper")}${days}.`;
}

function sayFetch(at: Date | undefined, now: Date): string {
  return at === undefined ? "No list day was fetched yet." : `List days were last fetched ${ago(at, now)}.`;
}

function healthCard({ source, answeredAt, trouble }: SourceHealth, now: Date): Card {
  const answered =
    answeredAt === undefined ? "It has never answered." : `It last answered ${ago(answeredAt, now)}.`;
  return {
    title: source,
    body:
      trouble === undefined ? answered : `Trouble ${ago(trouble.at, now)}: ${trouble.reason}. ${answered}`,
  };
}

function ago(at: Date, now: Date): string {
  const minutes = Math.max(0, Math.round((now.getTime() - at.getTime()) / 60_000));
  if (minutes < 1) return "just now";
  if (minutes < 120) return `${count(minutes, "minute")} ago`;
  return minutes < 48 * 60
    ? `${Math.round(minutes / 60)} hours ago`
    : `${Math.round(minutes / 1440)} days ago`;
}
