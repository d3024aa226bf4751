import { clockTime, localDate, shortDay } from "../../calendar/days.ts";
import type { Card } from "../../chat/message.ts";
import type { Contact } from "../../store/contacts.ts";
import { capitalised, count, duration } from "../../text/clean.ts";

/** Milliseconds: outages that ended earlier are not told. */
const told = 86_400_000;

/** Whether a platform reaches us, now and in the last day. @param zone in which times are told */
export function contactCard(contact: Contact, zone: string, now: Date): Card {
  return {
    title: capitalised(contact.platform),
    body: [describeNow(contact, zone, now), describeOutages(contact, zone, now)].filter(Boolean).join(" "),
  };
}

function describeNow({ state, since, reason }: Contact, zone: string, now: Date): string {
  if (state === "connected") return "Connected.";
  const when = `since ${moment(since, zone, now)}`;
  if (state === "stopped") return `Not running ${when}.`;
  return `Not connected ${when}${reason === undefined ? "" : ` (${reason})`}. Paperboy tries again by itself.`;
}

function describeOutages({ outages }: Contact, zone: string, now: Date): string {
  const recent = outages.filter(({ from, to }) => now.getTime() - to.getTime() <= told && from <= now);
  const last = recent.at(-1);
  if (!last) return "";
  const lengths = recent.map(({ from, to }) => to.getTime() - from.getTime());
  const length = duration(lengths.at(-1) ?? 0);
  const when = moment(last.from, zone, now);
  if (recent.length === 1) return `Unreachable for ${length} ${when}.`;
  const all = duration(lengths.reduce((sum, one) => sum + one, 0));
  return `Unreachable ${count(recent.length, "time")} in the last day, ${all} in all. The last was ${when}, for ${length}.`;
}

/** "today at 14:02", "Thu 19 Nov at 23:58". */
function moment(at: Date, zone: string, now: Date): string {
  const day = localDate(at, zone);
  const named = day === localDate(now, zone) ? "today" : shortDay(day);
  return `${named} at ${clockTime(at, zone)}`;
}
