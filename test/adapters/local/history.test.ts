import { expect, it } from "vitest";
import { createHistory } from "../../../adapters/local/history.ts";
import { me } from "../../../adapters/local/listen.ts";
import { memoryOf } from "../../../src/cli/serve.ts";
import { createLogger } from "../../../src/logger.ts";
import { aScene, now } from "../../support/bot.ts";

const logger = createLogger("silent", process.stderr, false);
const typed = ["note #1 my secret", "watch add secret", "today"];

it("the lines of the terminal chat are kept, and go with the person who typed them", async () => {
  const { store } = await aScene();
  const memory = memoryOf("local", store);
  const history = createHistory({ memory, logger });
  const lines = [...typed];
  history.keep(lines);
  await history.forget();
  expect(lines).toEqual(typed);
  expect(await createHistory({ memory, logger }).read()).toEqual(typed);

  await store.people.forget({ team: "local:me", user: me }, now);
  await history.forget();
  expect(lines).toEqual([]);
  expect(await createHistory({ memory, logger }).read()).toEqual([]);
  history.keep(["status"]);
  expect(await createHistory({ memory, logger }).read()).toEqual(["status"]);
});

it("what an earlier version kept goes, too", async () => {
  const { store } = await aScene();
  const memory = memoryOf("local", store);
  await memory.set("history", JSON.stringify(typed));
  expect(await createHistory({ memory, logger }).read()).toEqual(typed);
  await store.people.forget({ team: "local:me", user: me }, now);
  expect(await createHistory({ memory, logger }).read()).toEqual([]);
  expect(await memory.get("history")).toBe("[]");
});
