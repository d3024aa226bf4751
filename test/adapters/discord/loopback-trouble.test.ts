import type { Client, TextChannel } from "discord.js";
import { describe, expect, it } from "vitest";
import { codeOf, useLoopback } from "../../support/discord/client.ts";
import { channelIds } from "../../support/discord/ids.ts";
import { apiProblems, isDescribed, problems } from "../../support/discord/openapi.ts";
import type { DiscordFate } from "../../support/discord/types.ts";
import { seeded } from "../../support/random.ts";

const { connect } = useLoopback();
const post = "POST /channels/:id/messages";
const once = { rest: { retries: 0, timeout: 1000 } };

const general = async (client: Client) => (await client.channels.fetch(channelIds.general)) as TextChannel;

describe("trouble on the loopback Discord", () => {
  it.each<[DiscordFate, unknown, number]>([
    ["answer", undefined, 1],
    ["lose answer", "UND_ERR_SOCKET", 1],
    ["hang", 20, 1],
    ["fail after", undefined, 1],
    ["hang before", 20, 0],
    ["drop", "UND_ERR_SOCKET", 0],
    ["fail before", undefined, 0],
    [{ status: 403, code: 50001 }, 50001, 0],
    [{ status: 404, code: 10003, message: "Unknown Channel" }, 10003, 0],
  ])("is scripted: %j", async (fate, code, posted) => {
    const { discord, client } = await connect({}, once);
    discord.next(post, fate);
    const channel = await general(client);
    const failed = await codeOf(channel.send({ content: "a", nonce: "n" }));
    if (code !== undefined) expect(failed).toBe(code);
    else if (fate !== "answer") expect(failed).toMatchObject({ status: expect.any(Number) });
    expect(discord.posts).toHaveLength(posted);
    await channel.send({ content: "a", nonce: "n", enforceNonce: true });
    expect(discord.posts).toHaveLength(1);
  });

  it("limits one route, or all of them, and says for how long", async () => {
    const { discord, client } = await connect({}, { rest: { rejectOnRateLimit: () => true } });
    const channel = await general(client);
    discord.next(post, { retryAfter: 0.4 }, { retryAfter: 2, global: true });
    expect(await channel.send("a").catch((error: unknown) => error)).toMatchObject({
      global: false,
      retryAfter: 1050,
    });
    expect(await channel.send("a").catch((error: unknown) => error)).toMatchObject({ global: true });
    const response = await fetch(`${discord.url}/v10/channels/${channelIds.general}/messages`, {
      method: "POST",
      headers: { authorization: `Bot ${discord.env.DISCORD_TOKEN}`, "content-type": "application/json" },
      body: JSON.stringify({ content: "a", allowed_mentions: { parse: [] } }),
    });
    expect(response.headers.get("x-ratelimit-remaining")).toMatch(/^\d+$/);
    expect(discord.messages).toHaveLength(1);
  });

  it("is waited out by the real client", async () => {
    const { discord, client } = await connect();
    discord.next(post, { retryAfter: 0.3 });
    const started = Date.now();
    await (await general(client)).send("a");
    expect(Date.now() - started).toBeGreaterThanOrEqual(300);
    expect(discord.calls.filter(({ route }) => route === post)).toHaveLength(2);
  });

  it("limits posts in a channel", async () => {
    const { discord, client } = await connect({}, { rest: { rejectOnRateLimit: () => true } });
    discord.limitPosts({ burst: 2 });
    const channel = await general(client);
    await channel.send("a");
    await channel.send("b");
    expect(await channel.send("c").catch((error: unknown) => error)).toMatchObject({ limit: 2 });
    await ((await client.channels.fetch(channelIds.unread)) as TextChannel).send("elsewhere");
    const body = { content: "d", allowed_mentions: { parse: [] } };
    const headers = { authorization: `Bot ${discord.env.DISCORD_TOKEN}`, "content-type": "application/json" };
    const path = `${discord.url}/v10/channels/${channelIds.general}/messages`;
    const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
    expect(response.status).toBe(429);
    expect(await response.json()).toMatchObject({ message: "You are being rate limited.", global: false });
    expect(discord.messages).toHaveLength(3);
  });

  it("comes by itself, the same for the same seed", async () => {
    const codes = async (): Promise<unknown[]> => {
      const { discord, client } = await connect(
        { trouble: 1, random: seeded(7) },
        { rest: { ...once.rest, rejectOnRateLimit: () => true } },
      );
      const channel = await general(client);
      const all: unknown[] = [];
      for (let i = 0; i < 6; i += 1)
        all.push(String(await codeOf(channel.send({ content: "a", nonce: `${i}` }))));
      expect(discord.posts.length).toBeLessThan(6);
      return [...all, discord.posts.map(({ key }) => key)];
    };
    expect(await codes()).toEqual(await codes());
  });
});

describe("the check against Discord's own description", () => {
  it("knows the schema words that the description uses", () => {
    const schema = {
      ...{ type: "object", required: ["a"], additionalProperties: { type: "boolean" } },
      properties: {
        a: { type: ["string", "null"], minLength: 1, maxLength: 2, pattern: "^x" },
        b: {
          type: "array",
          items: { type: "integer", minimum: 1, maximum: 2 },
          minItems: 1,
          maxItems: 2,
          uniqueItems: true,
        },
        c: { oneOf: [{ const: 1 }, { enum: [2, 3] }] },
        d: { allOf: [{ type: "string" }, { format: "uri" }] },
      },
    };
    const wrong = (value: unknown) => problems(schema, value, "it").length;
    expect(problems(schema, { a: "xy", b: [1, 2], c: 3, d: "https://a.org", e: true }, "it")).toEqual([]);
    expect(wrong({ a: null })).toBe(0);
    for (const a of ["", "xyz", "yx", 1, undefined]) expect(wrong({ a })).toBeGreaterThan(0);
    for (const b of [[], [1, 2, 1], [1, 1], [0], [3], [1.5], "b"]) expect(wrong({ a: "x", b })).toBe(1);
    for (const more of [{ c: 4 }, { d: "no address" }, { d: 5 }, { e: 1 }])
      expect(wrong({ a: "x", ...more })).toBe(1);
    expect(wrong([])).toBeGreaterThan(0);
  });

  it.skipIf(!isDescribed)("finds the route's schema", () => {
    const patch = "PATCH /webhooks/:app/:token/messages/@original";
    for (const route of [post, patch, "PATCH /channels/:id/messages/:id"]) {
      expect(apiProblems(route, { content: "a" })).toEqual([]);
      expect(apiProblems(route, { embeds: [{ title: "x".repeat(257) }] })).toEqual([
        expect.stringContaining("title"),
      ]);
    }
    expect(apiProblems("PUT /applications/:id/commands", [{ name: "a" }, {}])).toEqual([
      "body[1].name is missing",
    ]);
    expect(apiProblems("POST /interactions/:id/:token/callback", { type: 99 })).not.toEqual([]);
    expect(apiProblems("GET /gateway/bot", undefined)).toEqual([]);
  });
});
