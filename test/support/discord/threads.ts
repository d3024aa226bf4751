import { userIds } from "./ids.ts";
import type { DiscordMembers } from "./member-types.ts";
import { emit, type Office } from "./office.ts";
import type { DiscordThread } from "./types.ts";
import { wireChannel } from "./wire.ts";
import type { Place } from "./world.ts";

type Threads = Pick<DiscordMembers, "startThread" | "changeThread"> & { unarchive(place: Place): void };

/** What members, and time, do with threads (docs.discord.com/developers/topics/threads). */
export function threadsOf(office: Office): Threads {
  const { world } = office;
  const update = (thread: DiscordThread): void =>
    emit(office, world.putThread(thread), "THREAD_UPDATE", wireChannel(world, place(thread.id)));
  const place = (id: string): Place => {
    const found = world.place(id);
    if (!found) throw new Error(`no channel ${id}`);
    return found;
  };
  return {
    async startThread(message, name, { user = userIds.ana } = {}) {
      const now = world.byId(message.id);
      const { id: parentId, guildId } = place(message.channelId);
      if (!now || now.thread !== undefined || guildId === undefined)
        throw new Error("no thread can be started here");
      const of = { id: now.id, guildId, parentId, name, ownerId: user, messageId: now.id };
      const thread: DiscordThread = { ...of, archived: false, locked: false, archiveAfter: 1440 };
      const started = world.putThread(thread);
      world.change(now, { thread: thread.id });
      emit(office, started, "THREAD_CREATE", { ...wireChannel(world, started), newly_created: true });
      return thread;
    },
    changeThread: (thread, to) => update({ ...thread, ...to }),
    /** Whoever writes into an archived thread takes it out: the whole of it is told first. */
    unarchive({ thread }) {
      if (!thread?.archived) return;
      if (thread.locked) throw new Error("the thread is locked");
      update({ ...thread, archived: false });
    },
  };
}
