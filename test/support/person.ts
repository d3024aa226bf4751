import { join } from "node:path";
import type { ChannelId, Person, PostId } from "../../src/chat/incoming.ts";
import { showSavers } from "../../src/jobs/show-savers.ts";
import { openStore } from "../../src/store/sqlite/index.ts";
import type { Store } from "../../src/store/store.ts";
import { aScene, now, type Scene } from "./bot.ts";
import { papers } from "./builders.ts";
import { fakeAdapter } from "./fake-adapter.ts";
import { channel, links, reaction } from "./happenings.ts";
import { messageOf } from "./noticeboard.ts";
import { openForTest, tempFolder } from "./open-store.ts";
import { createTime } from "./time.ts";

export const team = "test:team";
/** People whose ids and names stand nowhere else. */
export const quinta: Person = { id: "test:team/QX77", name: "Quintabella" };
export const boris: Person = { id: "test:team/BZ88", name: "Borisov" };
export const digest: PostId = "test:team/general/1";
export const oneCard: PostId = "test:team/general/2";

export interface LivelyScene extends Scene {
  readonly file: string;
  /** Somebody does everything that leaves something behind of them. */
  liveHere(person: Person, place?: ChannelId): Promise<void>;
  /** The posts are written anew, as they are within seconds. */
  showSavers(): Promise<void>;
}

/** A bot on a file, with a digest and a post of one paper in the channel. */
export async function aLivelyScene(): Promise<LivelyScene> {
  const file = join(tempFolder(), "paperboy.db");
  const scene = await aScene({
    store: await openForTest(() => openStore(file)),
    papers: papers(9),
  });
  const time = createTime(now);
  return {
    ...scene,
    file,
    async liveHere(person, place = channel) {
      const here = { channel: place, user: person };
      await recordPosts(scene.store, place);
      await scene.bot.handle(reaction(digestIn(place), here));
      await scene.bot.handle(reaction(digestIn(place), { ...here, means: 2, added: false }));
      for (const line of [
        ...["save 2611.00004", "save private 2611.00005", "unsave 2611.00006", "done 2611.00001"],
        ...["note 2611.00002 what I think", "watch add robots", "watch add maps tell:digest"],
        ...["search robots", "saved", "hot", "show 2611.00001", "related 2611.00001"],
      ])
        await scene.ask(line, here);
      await scene.bot.handle(links(["https://arxiv.org/abs/2611.00007"], here));
      for (const kind of ["emoji", "replied"] as const)
        await scene.bot.handle({ ...reaction(cardIn(place), here), kind, emoji: "eyes" });
    },
    async showSavers() {
      time.set(new Date(time.clock().getTime() + 10_000));
      const deps = { store: scene.store, clock: time.clock, sleep: time.sleep, logger: console as never };
      await showSavers(fakeAdapter("test", time), deps, new AbortController().signal);
    },
  };
}

const digestIn = (place: ChannelId): PostId => `${place}/1`;
const cardIn = (place: ChannelId): PostId => `${place}/2`;

async function recordPosts({ posts }: Store, place: ChannelId): Promise<void> {
  for (const [id, shown] of [
    [digestIn(place), ["2611.00001", "2611.00002", "2611.00003"]],
    [cardIn(place), ["2611.00001"]],
  ] as const) {
    const post = { id, team: place.slice(0, place.indexOf("/")), channel: place, papers: shown };
    await posts.record({ ...post, kind: "digest" }, now, JSON.stringify(messageOf(shown)));
  }
}

/** A direct message of what somebody's watches found, as the scheduler delivers it. */
export async function tellOfWatches({ id }: Person, { deliveries }: Store): Promise<void> {
  const team = id.slice(0, id.indexOf("/"));
  const key = { channel: id, kind: "watch", date: "2026-11-20" } as const;
  const ours = { key, owner: "we" };
  const found = ["2611.00008"];
  const content = JSON.stringify({ ...messageOf(found), title: "Your watches: robots" });
  await deliveries.enter({ ...key, team, place: id, dueAt: now });
  await deliveries.claim("we", "test", now, 60_000);
  await deliveries.freeze(ours, [{ content, papers: found }], { kind: "posted", reason: "" });
  await deliveries.begin(ours, 0, now);
  await deliveries.settle(ours, 0, { post: `${team}/D1/1`, message: content }, now);
  await deliveries.finish(ours, { kind: "posted", reason: "1 match" }, now);
}
