import { describe, expect, it } from "vitest";
import { libraries, type Sight } from "./library.ts";
import { type Room, soon, useRooms } from "./library-room.ts";

const savers = ({ store, team }: Room, paper: string) => store.saves.savers(team, paper);
const [first, second, third] = ["2611.00001", "2611.00002", "2611.00003"] as const;

describe.each(libraries)("the team's library on %s, by reactions", (_, library) => {
  const open = useRooms(library);
  const withDigest = async (layout: "list" | "thread" = "list") => {
    const room = await open();
    const [post, ...replies] = await room.digest(layout);
    if (!post) throw new Error("no digest was posted");
    return { room, post, replies };
  };

  it("says on the card of the number who saved, in the order in which they did", async () => {
    const { room, post } = await withDigest();
    await room.react(post, "2️⃣", "Ana");
    await room.says(post, 2).toContain("saved by Ana");
    await room.react(post, "2️⃣", "Li");
    await room.says(post, 2).toContain("saved by Ana, Li");
    await room.react(post, "2️⃣", "Noor");
    await room.react(post, "2️⃣", "Kim");
    await room.says(post, 2).toContain("saved by Ana, Li +2");
    expect(room.see(post).text.match(/saved by/g)).toHaveLength(1);
    expect((await room.ask("show", { paper: second }, "Ana")).text).toContain("saved by Ana, Li +2");
  });

  it("writes the post back when the reactions go", async () => {
    const { room, post } = await withDigest();
    for (const who of ["Ana", "Li", "Noor"]) await room.react(post, "🔟", who);
    await room.says(post, 10).toContain("saved by Ana, Li +1");
    await room.unreact(post, "🔟", "Ana");
    await room.says(post, 10).toContain("saved by Li, Noor");
    for (const who of ["Li", "Noor"]) await room.unreact(post, "🔟", who);
    await room.says(post).not.toContain("saved by");
    expect(room.see(post)).toEqual(post);
    expect((await room.ask("saved", { whose: "team" }, "Ana")).text).toContain("Nobody has saved");
  });

  it("saves the one paper of a reply in a digest's thread, and no other", async () => {
    const { room, post, replies } = await withDigest("thread");
    const [, reply] = replies as [Sight, Sight];
    expect(reply.text).toContain("Paper number 2");
    await room.react(reply, "🔖", "Ana");
    await room.react(reply, "1️⃣", "Li");
    await room.says(reply).toContain("saved by Ana, Li");
    for (const other of [post, ...replies.toSpliced(1, 1)]) expect(room.see(other)).toEqual(other);
    // On what shows one paper a two means nothing.
    await room.react(reply, "2️⃣", "Noor");
    await room.unreact(reply, "🔖", "Ana");
    await room.says(reply).toContain("saved by Li");
  });

  it("saves all of a list with a bookmark, and the bookmark and a number are two reasons", async () => {
    const { room, post } = await withDigest();
    await room.react(post, "🔖", "Li");
    await room.react(post, "1️⃣", "Li");
    await room.says(post, 10).toContain("saved by Li");
    await room.unreact(post, "🔖", "Li");
    await room.says(post, 10).not.toContain("saved by");
    await room.says(post, 1).toContain("saved by Li");
    expect(await savers(room, first)).toEqual(["Li"]);
  });

  it("ends in what was done last, whatever is told twice, and however quickly somebody changes their mind", async () => {
    const { room, post } = await withDigest();
    const came = await room.react(post, "3️⃣", "Ana");
    await came.again();
    await room.says(post, 3).toContain("saved by Ana");
    const went = await room.unreact(post, "3️⃣", "Ana");
    await went.again();
    await room.says(post, 3).not.toContain("saved by");
    const changes = Array.from({ length: 9 }, (_, i) =>
      room[i % 2 === 0 ? "react" : "unreact"](post, "3️⃣", "Li"),
    );
    await Promise.all(changes);
    // What is told comes in order.
    await room.ask("status", {}, "Kim");
    expect(await savers(room, third)).toEqual(["Li"]);
    await room.says(post, 3).toContain("saved by Li");
  });

  it("is said later where the platform wants a pause, as it is by then", async () => {
    const { room, post } = await withDigest();
    room.limitEdit();
    await room.react(post, "1️⃣", "Ana");
    await soon(() => savers(room, first)).toEqual(["Ana"]);
    await room.show();
    expect(room.edits()).toHaveLength(1);
    expect(room.see(post)).toEqual(post);
    await room.react(post, "1️⃣", "Li");
    await room.says(post, 1).toContain("saved by Ana, Li");
  });

  it("counts the same in a post that somebody shared", async () => {
    const { room } = await withDigest();
    const before = room.inChannel().length;
    await room.press(await room.ask("today", {}, "Li"), "Share", "Li");
    await soon(() => room.inChannel().length).toBe(before + 1);
    const shared = room.inChannel().at(-1) as Sight;
    await soon(() => room.store.posts.get(room.team, shared.id)).toBeDefined();
    await room.react(shared, "4️⃣", "Noor");
    await room.says(shared, 4).toContain("saved by Noor");
  });
});

describe.each(libraries)("the team's library on %s, after the bot was away", (_, library) => {
  const open = useRooms(library);

  it("is what the reactions say by then, and the posts say so; what was unsaved stays so", async () => {
    const room = await open();
    const [post] = (await room.digest()) as [Sight];
    for (const emoji of ["1️⃣", "2️⃣"]) await room.react(post, emoji, "Ana");
    await room.says(post, 2).toContain("saved by Ana");
    expect((await room.ask("unsave", { paper: second }, "Ana")).text).toContain("No longer saved");
    await room.restart(() => {
      room.unreactUnseen(post, "1️⃣", "Ana");
      room.reactUnseen(post, "3️⃣", "Li");
      room.reactUnseen(post, "👍", "Noor");
    });
    await room.says(post, 3).toContain("saved by Li");
    expect(room.see(post).text.match(/saved by/g)).toHaveLength(1);
    await room.restart();
    expect([await savers(room, first), await savers(room, second), await savers(room, third)]).toEqual([
      [],
      [],
      ["Li"],
    ]);
    // Whoever takes back a reaction that counts no more, and makes it anew, means it.
    await room.unreact(post, "2️⃣", "Ana");
    await room.react(post, "2️⃣", "Ana");
    await room.says(post, 2).toContain("saved by Ana");
  });
});
