import type { RemovedIncoming } from "../chat/incoming.ts";
import type { CommandDeps } from "../commands/command.ts";

/** Pauses every subscription of a team that the bot was taken out of: nothing is lost, and /papers resume brings each back. */
export async function pauseTeam(
  { team, reason, at }: RemovedIncoming,
  { store }: CommandDeps,
): Promise<void> {
  for (const subscription of await store.subscriptions.all()) {
    if (subscription.team !== team || subscription.pause) continue;
    const by = "Paperboy";
    await store.subscriptions.save(
      { ...subscription, pause: { by, reason } },
      { at, by, what: `paused, because ${reason}` },
    );
  }
}
