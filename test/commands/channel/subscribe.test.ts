import { describe, expect, it } from "vitest";
import { DeliveryError } from "../../../src/errors.ts";
import { aScene, words } from "../../support/bot.ts";
import { papers } from "../../support/builders.ts";

const next = "The next digest comes on Mon 23 Nov at 09:00 (Europe/Berlin).";

describe("/papers subscribe", () => {
  it("begins with usual settings, and says to everyone what was set and when the next digest is", async () => {
    const scene = await aScene();
    const reply = await scene.ask("subscribe");
    expect(reply.to).toBe("channel");
    expect(words(reply)).toContain(
      "weekdays at 09:00, Europe/Berlin | top 10 of the last 3 list days | one list",
    );
    expect(words(reply)).toContain(`${next} Set by Ana`);
  });

  it("takes time, zone and days in any order and any case, and everything else by name", async () => {
    const scene = await aScene();
    const said = words(
      await scene.ask(
        'subscribe mon,wed asia/KATHMANDU 8:15 top:5 min:20 window:2 has:code -video -"world model" topic:"agents, robots" layout:thread empty:say recap:fri',
      ),
    );
    for (const fact of [
      "Mon, Wed at 08:15, Asia/Kathmandu",
      "top 5 of the last 2 list days",
      "at least 20 upvotes",
      "with code only",
      "about agents or robots",
      "without video, world model",
      "a reply for each paper",
      "says so when nothing is new",
      "weekly recap on Fri",
    ])
      expect(said).toContain(fact);
  });

  it.each([
    ["09:00 Europe/Berlin mon wed fri", "Mon, Wed, Fri at 09:00, Europe/Berlin"],
    ["fri wed mon", "Mon, Wed, Fri at 09:00, Europe/Berlin"],
    ["09:00, Europe/Berlin, Mon, Wed", "Mon, Wed at 09:00, Europe/Berlin"],
    ["at 9 on mon and thu", "Did you mean 09:00?"],
    ["at 9 AM on mon and thu", "Mon, Thu at 09:00, Europe/Berlin"],
    ["weekdays weekends", "daily at 09:00, Europe/Berlin"],
    ["weekdays sun", "Mon, Tue, Wed, Thu, Fri, Sun at 09:00"],
    ["every day 9 AM", "daily at 09:00, Europe/Berlin"],
    ["mon to wed", "Mon, Tue, Wed at 09:00"],
    ["mon - wed, sa", "Mon, Tue, Wed, Sat at 09:00"],
    ["mo di", 'I don\'t know "di"'],
    ["9 AM Europe/Berlin", "weekdays at 09:00, Europe/Berlin"],
    ["9:30 pm", "weekdays at 21:30"],
    ["9:30 p.m. mon", "Mon at 21:30"],
    ["9a.m.", "weekdays at 09:00"],
    ["08:15 America/New York", "weekdays at 08:15, America/New_York"],
    ["America/Port of Spain 7pm", "weekdays at 19:00, America/P"],
    ["09:00 09:00 UTC utc", "weekdays at 09:00, UTC"],
    ["-video, -game 8:00", "without video, game"],
  ])("understands %s", async (when, said) => {
    const reply = await (await aScene()).ask(`subscribe ${when}`);
    expect(`${words(reply)}${reply.error ?? ""}`).toContain(said);
  });

  it("changes what is named and leaves the rest", async () => {
    const scene = await aScene();
    await scene.ask("subscribe 07:30 daily top:5 -video topic:agents has:code recap:fri");
    const said = words(await scene.ask("subscribe top:8 topic:none -none has:any recap:off"));
    expect(said).toContain("daily at 07:30, Europe/Berlin | top 8 of the last 3 list days | one list");
    for (const gone of ["video", "agents", "code", "recap"]) expect(said).not.toContain(gone);
  });

  it("takes the person's own time zone where the platform tells one", async () => {
    const scene = await aScene();
    const user = { id: "test:team/ana", name: "Ana", zone: "Pacific/Chatham" } as const;
    expect(words(await scene.ask("subscribe", { user }))).toContain("Pacific/Chatham");
  });

  it.each([
    ["subscribe 25:00", 'I don\'t know "25:00". Write a time (09:00)'],
    ["subscribe top:3 top:5", '"top:3" and "top:5" cannot both hold'],
    ["subscribe min:3 min:5", '"min:3" and "min:5" cannot both hold'],
    ["subscribe 09:00 18:00", '"09:00" and "18:00" are two times'],
    ["subscribe 09:00 9:30 pm", '"09:00" and "9:30 pm" are two times'],
    ["subscribe Europe/Berlin Asia/Tokyo", '"Europe/Berlin" and "Asia/Tokyo" are two zones'],
    ["subscribe 09:00 Berlin", 'I don\'t know "Berlin". Did you mean Europe/Berlin?'],
    ["subscribe 09:00 New York", 'I don\'t know "New York". Did you mean America/New_York?'],
    ["subscribe Europe/Berln", 'I don\'t know "Europe/Berln". Did you mean Europe/Berlin?'],
    ["subscribe 09:00 CET", 'I don\'t know "CET". Did you mean Europe/Berlin?'],
    ["subscribe 9AM EDT", 'I don\'t know "EDT". Did you mean America/New_York?'],
    ["subscribe 09:00 UTC+2", 'I don\'t know "UTC+2": clocks change with the seasons.'],
    ["subscribe 9", 'I don\'t know "9". Did you mean 09:00?'],
    ["subscribe 9 Berlin", 'I don\'t know "9". Did you mean 09:00?'],
    ["subscribe 9 Uhr Europe/Berlin", 'I don\'t know "9". Did you mean 09:00?'],
    ['subscribe topic:""', '"topic:" needs what papers must be about'],
    ["subscribe topic:,", '"topic:" needs what papers must be about'],
    ["subscribe Mars/Olympus", '"Mars/Olympus"'],
    ["subscribe sometimes", '"sometimes"'],
    ["subscribe top:21", "1 to 20"],
    ["subscribe window:11", "1 to 10"],
    ["subscribe layout:grid", '"layout:grid" is not known: layout:list or layout:thread'],
    ["subscribe topic:since:never", '"since:never"'],
    ["subscribe recap:often", '"recap:often"'],
  ])("%s changes nothing and says what would work", async (line, sentence) => {
    const scene = await aScene();
    expect((await scene.ask(line)).error).toContain(sentence);
    expect(await scene.store.subscriptions.all()).toEqual([]);
  });

  it("is only for those who may change the channel's settings", async () => {
    const scene = await aScene();
    for (const line of ["subscribe", "unsubscribe", "pause", "resume"]) {
      expect((await scene.ask(line, { mayConfigure: false })).error).toContain(`/papers ${line}`);
    }
    expect(await scene.store.subscriptions.all()).toEqual([]);
  });
});

describe("where a platform is connected", () => {
  it("the confirmation is a post, so there is nothing else to answer", async () => {
    const posts: unknown[] = [];
    const scene = await aScene({ post: async (...post) => `test:team/general/${posts.push(post)}` });
    expect(await scene.handle("subscribe")).toBeUndefined();
    expect(posts).toEqual([
      ["test:team/general", expect.objectContaining({ title: "Subscribed" }), expect.any(String)],
    ]);
    expect(await scene.store.subscriptions.all()).toHaveLength(1);
  });

  it("subscribing proves that posting works: where it does not, nothing is saved and the answer says how to let the bot in", async () => {
    const refused = new DeliveryError("not_in_channel", {
      retry: false,
      maybePosted: false,
      mend: "Invite me: /invite @papers",
    });
    const scene = await aScene({ post: () => Promise.reject(refused) });
    const reply = await scene.ask("subscribe");
    expect(reply.error).toBe(
      "I cannot post here (not_in_channel), so nothing was changed. Invite me: /invite @papers",
    );
    expect(reply.to).toBe("user");
    expect(await scene.store.subscriptions.all()).toEqual([]);
  });

  it("a channel that can no longer be posted to can be unsubscribed all the same", async () => {
    let open = true;
    const refused = new DeliveryError("is_archived", { retry: false, maybePosted: false });
    const scene = await aScene({
      post: () => (open ? Promise.resolve("test:post" as const) : Promise.reject(refused)),
    });
    await scene.handle("subscribe");
    open = false;
    expect((await scene.ask("unsubscribe")).to).toBe("user");
    expect(await scene.store.subscriptions.all()).toEqual([]);
  });
});

describe("/papers pause, resume and unsubscribe", () => {
  it("say what changed and by whom, and settings tells who changed what", async () => {
    const scene = await aScene();
    await scene.ask("subscribe");
    const paused = await scene.ask("pause until 2026-12-28", { user: { id: "test:team/li", name: "Li" } });
    expect(words(paused)).toBe(
      "The daily digest is paused by Li. It comes again from Mon 28 Dec 2026. The next digest comes on Mon 28 Dec at 09:00 (Europe/Berlin).",
    );
    expect(words(await scene.ask("settings"))).toContain("paused by Li until Mon 28 Dec 2026");
    expect(words(await scene.ask("resume"))).toContain(`resumed by Ana. ${next}`);
    const settings = words(await scene.ask("settings"));
    expect(settings).toContain("Mon 23 Nov at 09:00, Tue 24 Nov at 09:00, Wed 25 Nov at 09:00");
    expect(settings).toContain(
      "Fri 20 Nov 2026, Ana: resumed\nFri 20 Nov 2026, Li: paused until 2026-12-28\nFri 20 Nov 2026, Ana: subscribed",
    );
    expect(words(await scene.ask("unsubscribe"))).toContain("ended by Ana");
    expect((await scene.ask("settings")).error).toContain("/papers subscribe 09:00");
  });

  it.each([
    ["pause until yesterday", `I can't read "yesterday" as a date. Try /papers pause until 2026-11-27`],
    ["pause until christmas", `I can't read "christmas" as a date. Try /papers pause until 2026-11-27`],
    ["pause until", "Until which day? For example: /papers pause until 2026-11-27"],
    ["pause until 2026-11-20", "is not a day to come. Try /papers pause until 2026-11-27"],
    ["resume", "is not paused"],
  ])("%s: a sentence", async (line, sentence) => {
    const scene = await aScene();
    await scene.ask("subscribe");
    expect((await scene.ask(line)).error).toContain(sentence);
  });

  it.each([
    ["pause until tomorrow", "2026-11-21"],
    ["pause until monday", "2026-11-23"],
    ["pause till Monday,", "2026-11-23"],
    ['pause until "2026-12-24".', "2026-12-24"],
    ["pause until next fri", "2026-11-27"],
    ["pause until 2026-11-27", "2026-11-27"],
  ])("%s is understood, and said to everyone once", async (line, until) => {
    const scene = await aScene();
    await scene.ask("subscribe");
    expect((await scene.ask(line)).to).toBe("channel");
    expect(await scene.store.subscriptions.all()).toMatchObject([{ pause: { until } }]);
    expect(await scene.ask(line)).toMatchObject({
      to: "user",
      message: { note: `The daily digest is paused until ${until} already, by Ana.` },
    });
  });

  it("without a subscription say how to get one", async () => {
    for (const line of ["pause", "resume", "unsubscribe", "settings"])
      expect((await (await aScene()).ask(line)).error).toContain("/papers subscribe 09:00");
  });

  it("of another channel or team are not touched", async () => {
    const scene = await aScene();
    await scene.ask("subscribe");
    expect((await scene.ask("unsubscribe", { channel: "test:team/other" })).error).toContain(
      "no daily digest yet",
    );
    expect(await scene.store.subscriptions.all()).toHaveLength(1);
  });
});

describe("the next digest", () => {
  it("of the old time is not lost where the time is changed right after it came", async () => {
    const scene = await aScene();
    await scene.ask("subscribe 09:30");
    scene.pass(31 * 60_000);
    await scene.ask("subscribe 11:00");
    expect(
      await scene.store.deliveries.has({ channel: "test:team/general", kind: "digest", date: "2026-11-20" }),
    ).toBe(true);
  });

  it("is not on a date that has had its digest, whatever the new time", async () => {
    const scene = await aScene();
    await scene.ask("subscribe 08:30");
    const slot = { kind: "digest", date: "2026-11-20", dueAt: new Date("2026-11-20T07:30:00Z") } as const;
    const outcome = { kind: "posted", reason: "10 papers" } as const;
    await scene.store.subscriptions.plan([
      { channel: "test:team/general", slots: [{ ...slot, outcome }], plan: { plannedAt: slot.dueAt } },
    ]);
    expect(words(await scene.ask("subscribe 23:00"))).toContain(
      "The next digest comes on Mon 23 Nov at 23:00",
    );
  });
});

describe("/papers preview", () => {
  it("shows the digest as it would be now, marked, and records nothing as seen", async () => {
    const scene = await aScene({ papers: papers(12, (i) => ({ upvotes: 50 - i })) });
    const reply = await scene.ask("preview top:3");
    expect(reply.to).toBe("user");
    expect(reply.message.title).toBe("Preview: Daily Papers, Fri 20 Nov");
    expect(reply.message.lead).toContain("12 new on the list, 3 shown");
    expect(reply.message.note).toBe("This is a preview: only you see it, and nothing counts as seen.");
    expect(await scene.store.deliveries.seen("test:team/general")).toEqual(new Set());
  });

  it("takes what is subscribed, and what is named on top of it", async () => {
    const scene = await aScene({ papers: papers(12, (i) => ({ upvotes: 50 - i })) });
    await scene.ask("subscribe min:45");
    expect((await scene.ask("preview")).message.cards).toHaveLength(6);
    expect((await scene.ask("preview top:2")).message.cards).toHaveLength(2);
  });
});

describe("/papers status", () => {
  it("says the last outcome in a sentence, and when the next digest comes", async () => {
    const scene = await aScene();
    expect(words(await scene.ask("status"))).toContain("To start one: /papers subscribe 09:00");
    await scene.ask("subscribe recap:thu");
    expect(words(await scene.ask("status"))).toContain(next);
    const dueAt = new Date("2026-11-19T08:00:00Z");
    const slots = [
      { kind: "digest", date: "2026-11-19", dueAt, outcome: { kind: "paused", reason: "paused" } },
      {
        kind: "recap",
        date: "2026-11-19",
        dueAt,
        outcome: { kind: "unknown", reason: "whether 1 of 1 posts arrived cannot be told" },
      },
    ] as const;
    await scene.store.subscriptions.plan([
      { channel: "test:team/general", slots, plan: { plannedAt: dueAt } },
    ]);
    const said = words(await scene.ask("status"));
    expect(said).toContain("Thu 19 Nov: paused.");
    expect(said).toContain(
      "Recap of Thu 19 Nov: unknown, and not posted again (whether 1 of 1 posts arrived cannot be told).",
    );
  });
});
