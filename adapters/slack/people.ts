import { setTimeout as wait } from "node:timers/promises";
import { isTimeZone } from "../../src/calendar/time-zone.ts";
import type { Person } from "../../src/chat/incoming.ts";
import type { Logger } from "../../src/logger.ts";
import { cleanText } from "../../src/text/clean.ts";
import { type Client, toDeliveryError } from "./client.ts";
import { userId } from "./ids.ts";

export interface Member extends Person {
  readonly isAdmin: boolean;
}

/** Milliseconds: how long a profile is believed, and how long an answer waits for one. */
const freshFor = 3_600_000;
const patience = 2000;
/** Milliseconds for which somebody's name is waited for where nobody waits for an answer. */
export const unhurried = 60_000;
/** How often a profile is asked for where Slack wants a pause first. */
const mostTries = 3;
const mostRemembered = 10_000;

/** A member of whom nothing is known but what an event called them. */
export function unknownMember(team: string, user: string, name = user): Member {
  return { id: userId(team, user), name: cleanText(name, 80), isAdmin: false };
}

/** The members of a workspace by their profile; where that is not at hand in time, by what is known anyway. */
export function createPeople(client: Client, logger: Logger) {
  const known = new Map<string, { readonly at: number; readonly asked: Promise<Member | undefined> }>();

  let pausedUntil = 0;

  const ask = async (team: string, user: string, triesLeft = mostTries): Promise<Member | undefined> => {
    await wait(Math.max(0, pausedUntil - performance.now()), undefined, { ref: false });
    try {
      const { profile, ...member } = (await client.users.info({ user })).user ?? {};
      const names = [profile?.display_name, profile?.real_name, member.real_name, member.name, user];
      return {
        id: userId(team, user),
        name: cleanText(names.find((name) => name?.trim()) ?? user, 80),
        isAdmin: Boolean(member.is_admin || member.is_owner),
        ...(member.tz && isTimeZone(member.tz) ? { zone: member.tz } : {}),
      };
    } catch (error) {
      const { after } = toDeliveryError(error);
      if (after !== undefined && triesLeft > 1) {
        pausedUntil = Math.max(pausedUntil, performance.now() + after);
        return ask(team, user, triesLeft - 1);
      }
      logger.debug({ err: error }, "a profile could not be read");
      known.delete(user);
      return undefined;
    }
  };
  const recall = (team: string, user: string): Promise<Member | undefined> => {
    const now = performance.now();
    const before = known.get(user);
    if (before && now - before.at < freshFor) return before.asked;
    const asked = ask(team, user);
    known.delete(user);
    known.set(user, { at: now, asked });
    const [oldest] = known.keys();
    if (known.size > mostRemembered && oldest !== undefined) known.delete(oldest);
    return asked;
  };

  /** @param name what the event called the person @param within milliseconds */
  return async (team: string, user: string, name?: string, within = patience): Promise<Member> => {
    const limit = Promise.withResolvers<undefined>();
    const timer = setTimeout(limit.resolve, within, undefined).unref();
    const member = await Promise.race([recall(team, user), limit.promise]);
    clearTimeout(timer);
    return member ?? unknownMember(team, user, name);
  };
}
