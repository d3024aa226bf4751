import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { StoreError } from "../src/errors.ts";
import { createLogger } from "../src/logger.ts";

async function logged(error: Error, pretty: boolean): Promise<string> {
  const out = new PassThrough();
  createLogger("info", out, pretty).error({ err: error }, "it failed");
  out.end();
  return (await out.toArray()).join("");
}

it.each([true, false])(
  "what is wrong with the file is logged in a sentence, without a stack (pretty: %s)",
  async (pretty) => {
    const cause = new Error("disk I/O error");
    const text = await logged(
      new StoreError("The database p.db was deleted: restart Paperboy.", { cause }),
      pretty,
    );
    expect(text).toContain("The database p.db was deleted: restart Paperboy.");
    expect(text).toContain("disk I/O error");
    expect(text).not.toContain("logger.test.ts");
  },
);

it("of anything else it says where", async () => {
  expect(await logged(new TypeError("x is undefined"), false)).toContain("logger.test.ts");
});
