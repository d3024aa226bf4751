import { describe, expect, it } from "vitest";
import { aPaper } from "../support/builders.ts";
import { libraries, type Sight } from "./library.ts";
import { cardOf, type Room, soon, useRooms } from "./library-room.ts";

const minute = 60_000;
const [first, fifth] = ["2611.00001", "2611.00005"] as const;
/** What is hot with the team, as somebody who only looks is told. */
const hot = (room: Room): Promise<Sight> => room.ask("hot", {}, "Kim");

describe.each(libraries)("talk of papers on %s", (_, library) => {
  const open = useRooms(library);

  it("counts people: who shared one, who answered below it, who reacted to it", async () => {
    const room = await open();
    expect((await hot(room)).text).toContain("Nobody here has saved, shared or discussed");
    await room.press(await room.ask("show", { paper: fifth }, "Ana"), "Share", "Ana");
    await soon(() => room.inChannel().length).toBe(1);
    const [shared] = room.inChannel() as [Sight];
    expect(shared.text).toContain("Shared by Ana.");
    await soon(() => room.store.posts.get(room.team, shared.id)).toBeDefined();
    for (const text of ["is that so?", "it is not"]) await room.reply(shared, text, "Li");
    await room.react(shared, "👍", "Noor");
    await soon(async () => cardOf(await hot(room), 1)).toContain("1 share, 1 discussing, 1 reaction");
    await room.unreact(shared, "👍", "Noor");
    await room.react(shared, "🔖", "Kim");
    await soon(async () => cardOf(await hot(room), 1)).toContain("1 save, 1 share, 1 discussing");
    expect((await hot(room)).text).not.toContain("reaction ");
    expect((await room.ask("show", { paper: fifth }, "Kim")).text).toContain("discussed here");
  });

  it("is a link too: its card says what the team knows, that it was talked of the second time", async () => {
    const room = await open();
    const [digest] = (await room.digest()) as [Sight];
    await room.react(digest, "1️⃣", "Li");
    await room.says(digest, 1).toContain("saved by Li");
    const link = `look: https://arxiv.org/abs/${first}`;
    const message = await room.write(link, "Noor");
    await soon(() => room.besideLinks(message).length).toBe(1);
    const [card] = room.besideLinks(message) as [Sight];
    for (const fact of ["Paper number 1", "in the digest of Fri 20 Nov", "saved by Li"])
      expect(card.text).toContain(fact);
    expect(card.text).not.toContain("discussed");
    await room.reply(message, "thanks", "Kim");
    await room.react(message, "👍", "Li");
    await soon(async () => cardOf(await hot(room), 1)).toContain("1 save, 1 share, 1 discussing, 1 reaction");

    const soonAgain = await room.write(link, "Li");
    await room.ask("status", {}, "Kim");
    room.skip(31 * minute);
    const later = await room.write(link, "Li");
    await soon(() => room.besideLinks(later).length).toBe(1);
    expect(room.besideLinks(later)[0]?.text).toContain("discussed here");
    expect(room.besideLinks(soonAgain)).toEqual([]);
    expect(cardOf(await hot(room), 1)).toContain("2 shares");
  });
});

describe.each(libraries)("a watch on %s", (_, library) => {
  const open = useRooms(library);
  const found = aPaper({ id: "2611.00099", title: "Diffusion for Maps", listDays: ["2026-11-20"] });

  /** Li watches something, and the next morning a paper that matches was listed. */
  async function told(): Promise<{ readonly room: Room; readonly message: Sight }> {
    const room = await open();
    const answer = await room.ask("watch", { action: "add", query: "diffusion" }, "Li");
    expect(answer.text).toContain("0 of 12");
    await room.store.papers.upsert([found], room.deps.clock());
    await room.morning();
    const [message, ...others] = room.directMessages("Li");
    expect(others).toEqual([]);
    if (!message) throw new Error("nothing was told");
    return { room, message };
  }

  it("tells whoever watches in one direct message, once, and nobody else", async () => {
    const { room, message } = await told();
    expect(message.text).toContain("Your watches");
    expect(message.text).toContain("Diffusion for Maps");
    expect(message.text).toContain("matches diffusion");
    await room.deliver();
    await room.morning();
    expect(room.directMessages("Li")).toHaveLength(1);
    for (const who of ["Ana", "Noor"]) expect(room.directMessages(who)).toEqual([]);
    expect(room.inChannel()).toEqual([]);
  });

  it.each(["a reaction", "a button"])(
    "saves by %s in the message, for the team that counts there",
    async (how) => {
      const { room, message } = await told();
      if (how === "a reaction") await room.react(message, "1️⃣", "Li");
      else await (await room.press(message, "Save", "Li")).answer();
      await room.says(message, 1).toContain("saved by Li");
      const savedIn = (team: string) => room.store.saves.savers(team, found.id);
      expect(await savedIn(room.directTeam("Li"))).toEqual(["Li"]);
      // Where a direct message belongs to no team but the person, it is their own reading list.
      const isOneTeam = room.directTeam("Li") === room.team;
      expect(await savedIn(room.team)).toEqual(isOneTeam ? ["Li"] : []);
      const list = await (await room.type("saved", {}, "Li", "in a direct message")).answer();
      expect(list.text).toContain("Diffusion for Maps");
      if (how === "a reaction") {
        await room.unreact(message, "1️⃣", "Li");
        await room.says(message).not.toContain("saved by");
        expect(await savedIn(room.directTeam("Li"))).toEqual([]);
      }
    },
  );
});
