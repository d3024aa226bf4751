import { describe, expect, it } from "vitest";
import { aScene, type Scene, titles, words } from "../../support/bot.ts";
import { papers } from "../../support/builders.ts";
import { reaction } from "../../support/happenings.ts";
import { li } from "../../support/people.ts";

/** Ana has two saves, one of them her own, a note, a mark and a watch; Li the same paper. */
async function aScenePerson(): Promise<Scene> {
  const scene = await aScene({ papers: papers(4, () => ({ listDays: ["2026-11-20"] })) });
  for (const line of [
    "save 2611.00001",
    "save private 2611.00002",
    "note 2611.00001 mine",
    "done 2611.00001",
    "watch add robots",
    "today",
  ])
    await scene.ask(line);
  await scene.ask("save 2611.00001", { user: li });
  await scene.ask("watch add maps", { user: li });
  await scene.ask("note 2611.00001 of Li", { user: li });
  return scene;
}

describe("/papers forget", () => {
  it("first says what would be deleted, and how to keep a copy, and deletes nothing", async () => {
    const { ask } = await aScenePerson();
    const { message } = await ask("forget me");
    expect(message.title).toBe("Delete everything of yours here?");
    expect(message.note).toContain("That is 2 saves, 1 note, 1 watch, for you and");
    expect(message.note).toContain("/papers export json keeps a copy");
    expect(message.buttons).toEqual([
      { label: "Delete everything", action: "forget me now" },
      { label: "Export first", action: "export json" },
    ]);
    expect(titles(await ask("saved"))).toHaveLength(2);
  });

  it("then deletes saves, notes, marks, watches and lists", async () => {
    const { ask } = await aScenePerson();
    const { message } = await ask("forget me");
    const reply = await ask(message.buttons?.[0]?.action ?? "", { kind: "button" });
    expect(words(reply)).toBe("Forgotten: your saves, notes, watches and lists are deleted.");
    expect(words(await ask("saved"))).toContain("Nothing saved yet");
    expect(words(await ask("watch list"))).toContain("You watch nothing yet");
    const shown = words(await ask("show 2611.00001"));
    expect(shown).not.toContain("mine");
    expect(shown).not.toContain("done ✓");
    expect((await ask("show #1")).error).toContain("none here yet");
  });

  it("leaves what others have, and the team's counts without the person", async () => {
    const { ask } = await aScenePerson();
    expect(words(await ask("hot", { user: li }))).toContain("2 saves");
    await ask("forget me now");
    expect(words(await ask("hot", { user: li }))).toContain("1 save");
    const shown = words(await ask("show 2611.00001", { user: li }));
    expect(shown).toContain("Your note: of Li");
    expect(shown).toContain("saved by Li");
    expect(titles(await ask("watch list", { user: li }))).toEqual(["maps"]);
    expect((await ask("saved @ana", { user: li })).error).toContain('Nobody called "@ana"');
  });

  it("counts everything rightly in number, and is there for whoever has nothing", async () => {
    const { ask } = await aScene({ papers: papers(4) });
    for (const n of [1, 2]) await ask(`note 2611.0000${n} x`);
    for (const query of ["a", "b"]) await ask(`watch add ${query}`);
    await ask("save 2611.00003");
    expect((await ask("forget me")).message.note).toContain("1 save, 2 notes, 2 watches");
    expect((await ask("forget me now", { user: li })).error).toBeUndefined();
    expect((await ask("forget me")).message.note).toContain("1 save, 2 notes, 2 watches");
  });

  it("names only what there is, and offers a copy only of saves", async () => {
    const { ask } = await aScene({ papers: papers(4) });
    const empty = (await ask("forget me")).message;
    expect(empty.note).toBe(
      "You have no saves, notes or watches here; done marks and the lists you asked for would go. It cannot be undone. Your name stays where you changed a channel's settings. To go on: /papers forget me now",
    );
    expect(empty.buttons?.map(({ label }) => label)).toEqual(["Delete everything"]);
    await ask("watch add maps");
    expect((await ask("forget me")).message.note).toMatch(/^That is 1 watch, for you and/);
  });

  it("lets the person begin anew, and what is told late of before stays forgotten", async () => {
    const { ask, bot, store, pass } = await aScenePerson();
    pass(60_000);
    await ask("forget me now");
    await store.posts.record(
      {
        id: "test:p1",
        team: "test:team",
        channel: "test:team/general",
        papers: ["2611.00003"],
        kind: "answer",
      },
      new Date("2026-11-20T07:00:00Z"),
    );
    await bot.handle(reaction("test:p1"));
    expect(words(await ask("saved"))).toContain("Nothing saved yet");
    pass(60_000);
    expect(words(await ask("save 2611.00001"))).toContain("Your team sees what you save");
    expect(titles(await ask("saved"))).toEqual(["Paper number 1"]);
  });

  it.each(["forget", "forget li", "forget everybody now", "forget me please", "forget now", "forget @ana"])(
    "%s forgets nobody, and says how",
    async (line) => {
      const { ask } = await aScenePerson();
      expect((await ask(line)).error).toBe("To delete your saves, notes and watches: /papers forget me");
      expect(titles(await ask("saved"))).toHaveLength(2);
    },
  );

  it("understands any case", async () => {
    const { ask } = await aScenePerson();
    expect((await ask("FORGET Me")).message.title).toContain("Delete everything");
    expect(words(await ask("Forget ME Now"))).toContain("Forgotten:");
  });
});
