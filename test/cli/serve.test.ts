import { setImmediate as idle, setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { CommandIncoming } from "../../src/chat/incoming.ts";
import { prepare } from "../../src/cli/app.ts";
import { runProgram } from "../../src/cli/program.ts";
import { converse } from "../../src/cli/serve.ts";
import { openStore } from "../../src/store/sqlite/index.ts";
import { aHost, aPlatform, type TestHost, type TestPlatform } from "../support/host.ts";
import { openForTest } from "../support/open-store.ts";

const revoked = (): Error => new Error("its token was revoked");
const never = (): Promise<void> => new Promise(() => {});

interface Talk {
  readonly host: TestHost;
  /** How it ends: the exit status, or the error's sentence. */
  readonly end: Promise<number | string>;
  isOver(): boolean;
}

/** The platforms of one process, each started. */
async function talk(...platforms: readonly TestPlatform[]): Promise<Talk> {
  const host = aHost(platforms.map(({ entry }) => entry));
  const store = await openForTest(() => openStore(":memory:"));
  const entries = platforms.map(({ entry }) => entry);
  let isOver = false;
  const end = converse(host, prepare(host, true), store, entries, { collect: false })
    .catch((error: Error) => error.message)
    .finally(() => {
      isOver = true;
    });
  await wait(20);
  return { host, end, isOver: () => isOver };
}

let n = 0;
const command = (text: string, channel: CommandIncoming["channel"]): CommandIncoming => ({
  kind: "command",
  id: `command-${n++}`,
  channel,
  user: { id: `${channel.slice(0, channel.indexOf("/")) as "owl:t"}/ana`, name: "Ana" },
  mayConfigure: true,
  at: new Date("2026-11-20T08:00:00Z"),
  text,
});

describe("of two platforms", () => {
  it("one that ends with an error does not end the other, and is its reason at the end", async () => {
    const [owl, crow] = [aPlatform("owl"), aPlatform("crow")];
    const { end, isOver, host } = await talk(owl, crow);
    owl.end(revoked());
    await wait(20);
    expect([owl.isStopped(), crow.isStopped(), isOver()]).toEqual([true, false, false]);
    expect(host.complaints()).toContain("owl has ended");
    expect(host.complaints()).toContain("its token was revoked");
    await (await crow.bot).handle(command("subscribe", "crow:t/general"));
    expect(crow.posts).toMatchObject([{ place: "crow:t/general", message: { title: "Subscribed" } }]);
    crow.end();
    expect(await end).toBe("its token was revoked");
    expect(crow.isStopped()).toBe(true);
  });

  it("one that is refused at its start does not end the other", async () => {
    const owl = aPlatform("owl", () => Promise.reject(revoked()));
    const crow = aPlatform("crow");
    const { end, isOver, host } = await talk(owl, crow);
    expect([owl.isStopped(), crow.isStopped(), isOver()]).toEqual([true, false, false]);
    expect(host.complaints()).toContain("its token was revoked");
    host.stop();
    expect(await end).toBe("its token was revoked");
  });

  it("one that cannot even be loaded does not end the other, and is named at once", async () => {
    const owl = aPlatform("owl", undefined, { load: () => Promise.reject(new Error("no such module")) });
    const crow = aPlatform("crow");
    const { end, isOver, host } = await talk(owl, crow);
    expect([crow.isStarted(), isOver()]).toEqual([true, false]);
    expect(host.complaints()).toMatch(/owl .*no such module/);
    host.stop();
    expect(await end).toBe("no such module");
  });

  it("both that end with an error are told", async () => {
    const [owl, crow] = [aPlatform("owl"), aPlatform("crow")];
    const { end, host } = await talk(owl, crow);
    owl.end(revoked());
    await wait(20);
    crow.end(new Error("its user left"));
    const said = `${await end} ${host.complaints()}`;
    expect(said).toContain("its token was revoked");
    expect(said).toContain("its user left");
  });

  it("one that need not go on is no error", async () => {
    const [owl, crow] = [aPlatform("owl"), aPlatform("crow")];
    const { end, isOver, host } = await talk(owl, crow);
    owl.end();
    await wait(20);
    expect([owl.isStopped(), crow.isStopped(), isOver()]).toEqual([true, false, false]);
    crow.end();
    expect(await end).toBe(0);
    expect(host.complaints()).toBe("");
  });
});

describe("a platform", () => {
  it("that is the only one and ends with an error is the end, with its reason", async () => {
    const owl = aPlatform("owl");
    const { end } = await talk(owl);
    owl.end(revoked());
    expect(await end).toBe("its token was revoked");
    expect(owl.isStopped()).toBe(true);
  });

  it("that never gets as far as being started can be stopped all the same", async () => {
    const [owl, crow] = [aPlatform("owl", never), aPlatform("crow")];
    const { end, host, isOver } = await talk(owl, crow);
    expect([owl.isStarted(), isOver()]).toEqual([true, false]);
    host.stop();
    expect(await end).toBe(0);
    expect([owl.isStopped(), crow.isStopped()]).toEqual([true, true]);
  });

  it("that ends while it is being started has ended", async () => {
    const owl = aPlatform("owl", never);
    const { end } = await talk(owl);
    owl.end(revoked());
    expect(await end).toBe("its token was revoked");
    expect(owl.isStopped()).toBe(true);
  });

  it("whose start fails after it was stopped leaves no rejection behind", async () => {
    const failing = Promise.withResolvers<void>();
    const owl = aPlatform("owl", () => failing.promise);
    const { end, host } = await talk(owl);
    host.stop();
    expect(await end).toBe(0);
    failing.reject(new Error("the connection was closed"));
    await idle();
  });

  it("is not begun with where the process was asked to end before", async () => {
    const owl = aPlatform("owl");
    const host = aHost([owl.entry]);
    host.stop();
    const store = await openForTest(() => openStore(":memory:"));
    expect(await converse(host, prepare(host, true), store, [owl.entry], { collect: false })).toBe(0);
    expect(owl.isStarted()).toBe(false);
  });

  it("one that is out of reach is told of on the other, and in the log once", async () => {
    const [owl, crow] = [aPlatform("owl"), aPlatform("crow")];
    const { host, end } = await talk(owl, crow);
    crow.contact({ at: host.clock() });
    owl.contact({ at: host.clock(), lost: "connection broke off", code: "UND_ERR_SOCKET" });
    const status = await (await crow.bot).handle(command("status", "crow:t/general"));
    const said = JSON.stringify(status?.message.cards);
    expect(said).toContain("Not connected since today at");
    expect(said).toContain("(connection broke off)");
    expect(said).not.toContain("UND_ERR_SOCKET");
    expect(host.complaints().match(/Owl is not connected \(connection broke off\)/g)).toHaveLength(1);
    expect(host.complaints()).toContain("UND_ERR_SOCKET");
    host.stop();
    expect(await end).toBe(0);
  });

  it("that has ended takes no post: whoever asks for one is told why", async () => {
    const [owl, crow] = [aPlatform("owl"), aPlatform("crow")];
    const { host, end } = await talk(owl, crow);
    const bot = await crow.bot;
    await bot.handle(command("subscribe", "owl:t/general"));
    const other = await bot.handle(command("subscribe", "owlet:t/general"));
    expect(other?.error).toContain("its platform is not connected");
    expect(owl.posts).toHaveLength(1);
    owl.end();
    await wait(20);
    const reply = await bot.handle(command("subscribe top:5", "owl:t/general"));
    expect(reply?.error).toContain("I cannot post here (its platform is not connected)");
    expect(owl.posts).toHaveLength(1);
    host.stop();
    expect(await end).toBe(0);
  });
});

describe("the program", () => {
  it("ends with 1 and the reason once the last platform has ended, if one ended with an error", async () => {
    const [owl, crow] = [aPlatform("owl"), aPlatform("crow")];
    const host = aHost([owl.entry, crow.entry], { OWL_TOKEN: "x", CROW_TOKEN: "y" });
    const status = runProgram([], host);
    await Promise.all([owl.bot, crow.bot]);
    owl.end(new Error("its token xoxb-4711-secret was revoked"));
    crow.end();
    expect(await status).toBe(1);
    expect(host.complaints()).toContain("Paperboy stopped: its token [secret] was revoked");
    expect(host.complaints()).not.toContain("4711");
  });

  it("ends with 0 where it is asked to", async () => {
    const owl = aPlatform("owl");
    const host = aHost([owl.entry], { OWL_TOKEN: "x" });
    const status = runProgram([], host);
    await owl.bot;
    host.stop();
    expect(await status).toBe(0);
    expect(owl.isStopped()).toBe(true);
  });

  it("ends with 2 where settings are missing, and names them", async () => {
    const owl = { ...aPlatform("owl").entry, needs: [["OWL_TOKEN", "OWL_RING"]] };
    const host = aHost([owl], { OWL_TOKEN: "hoo-4711-secret" });
    expect(await runProgram([], host)).toBe(2);
    expect(host.complaints()).toBe("owl also needs OWL_RING: set it in the environment or in .env.\n");
  });
});
