import { fullDay, shortDay } from "../../calendar/days.ts";
import type { Card } from "../../chat/message.ts";
import type { DeliveryKind, LedgerEntry, Outcome } from "../../store/ledger.ts";
import type { Reach, SourceHealth } from "../../store/store.ts";
import { count } from "../../text/clean.ts";
import { type CommandContext, defineCommand } from "../command.ts";
import { contactCard } from "./contact-card.ts";
import { sayNext } from "./subscribe.ts";

export const status = defineCommand({
  name: "status",
  synonyms: ["health", "version"],
  summary:
    "How the last digest went and when the next one comes, how new the papers are, and whether platforms and sources answer.",
  args: {},
  example: "status",
  visibility: "user",
  shareable: true,
  async run(_, context) {
    const { store, version, clock, caller, defaultZone } = context;
    const now = clock();
    const fetched = await store.collection.lastFetch(now);
    const health = await store.collection.health();
    const contacts = await store.contacts.all();
    const zone = caller.user.zone ?? defaultZone;
    return {
      message: {
        title: `Paperboy ${version}`,
        cards: [
          await digestCard(context),
          { title: "Papers", body: `${sayReach(await store.papers.reach())} ${sayFetch(fetched, now)}` },
          ...contacts.map((contact) => contactCard(contact, zone, now)),
          ...(health.length > 0
            ? health.map((one) => healthCard(one, now))
            : [{ title: "Sources", body: "None was asked yet." }]),
        ],
        buttons: [{ label: "Share", action: "share status" }],
      },
    };
  },
});

/** The last outcomes in this channel, each in a sentence, and when the next digest comes. */
async function digestCard(context: CommandContext): Promise<Card> {
  const { store, caller } = context;
  const { team, channel } = caller;
  const subscription = await store.subscriptions.get(team, channel);
  const last = await latest("digest", context);
  const recap = await latest("recap", context);
  const next = subscription
    ? await sayNext(subscription, context)
    : "This channel has no daily digest. To start one: /papers subscribe 09:00";
  const said = [last && sayEntry(last), recap && `Recap of ${sayEntry(recap)}`, next];
  return { title: "Digest in this channel", body: said.filter(Boolean).join(" ") };
}

/** The newest that is due by now: what a clock that was a year ahead left behind is still to come. */
async function latest(
  kind: DeliveryKind,
  { store, caller: { team, channel }, clock }: CommandContext,
): Promise<LedgerEntry | undefined> {
  const [newest] = await store.deliveries.latest(team, channel, kind, 1, clock());
  return newest;
}

function sayEntry({ date, outcome, waiting }: LedgerEntry): string {
  const when = `${shortDay(date)}:`;
  if (outcome) {
    const words = outcomeWords[outcome.kind];
    return outcome.reason === words ? `${when} ${words}.` : `${when} ${words} (${outcome.reason}).`;
  }
  return waiting === undefined
    ? `${when} on its way.`
    : `${when} not posted yet (${waiting}); it is tried again.`;
}

const outcomeWords: Readonly<Record<Outcome["kind"], string>> = {
  posted: "posted",
  late: "posted late",
  "source down": "posted from saved results, because the source did not answer",
  "nothing new": "nothing new",
  unreachable: "the channel could not be reached",
  unknown: "unknown, and not posted again",
  paused: "paused",
  missed: "missed",
};

function sayReach({ papers, oldest, newest }: Reach): string {
  if (papers === 0) return "No papers yet.";
  const days = oldest && newest ? `, listed ${fullDay(oldest)} to ${fullDay(newest)}` : "";
  return `${count(papers, "paper")}${days}.`;
}

function sayFetch(at: Date | undefined, now: Date): string {
  return at === undefined ? "No successful fetch yet." : `Last fetched ${ago(at, now)}.`;
}

function healthCard({ source, answeredAt, trouble }: SourceHealth, now: Date): Card {
  const answered =
    answeredAt === undefined ? "It has not answered yet." : `It last answered ${ago(answeredAt, now)}.`;
  return {
    title: source,
    body:
      trouble === undefined
        ? answered
        : `The last try failed ${ago(trouble.at, now)}: ${trouble.reason}. ${answered}`,
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
