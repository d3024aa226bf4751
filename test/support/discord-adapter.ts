import { create, preview } from "../../adapters/discord/index.ts";
import type { AdapterEntry } from "../../src/chat/adapter.ts";

/** Discord's own adapter, which in a crash test is as impatient as the deliveries are. */
export const entry: AdapterEntry = {
  platform: "discord",
  needs: [["DISCORD_TOKEN"]],
  load: async () => ({ preview, create: (deps) => create(deps, 250) }),
};
