import type { RemovedIncoming } from "../chat/incoming.ts";
import type { CommandDeps } from "../commands/command.ts";

/**
 * Pauses every subscription of a team that the bot was taken out of. Where it comes back in time nothing is lost, and /papers resume
 * brings each back; else everything about the team is deleted (see upkeep).
 */
export async function pauseTeam(
  { team, reason, at }: RemovedIncoming,
  { store }: CommandDeps,
): Promise<void> {
  await store.people.markRemoved(team, at);
  for (const subscription of await store.subscriptions.all()) {
    if (subscription.team !== team || subscription.pause) continue;
    const by = "Paperboy";
    await store.subscriptions.save(
      { ...subscription, pause: { by, reason } },
      { at, by, what: `paused, because ${reason}` },
    );
  }
}
