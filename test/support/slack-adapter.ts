import { create, preview } from "../../adapters/slack/index.ts";
import type { AdapterEntry } from "../../src/chat/adapter.ts";

/** Slack's own adapter, which in a crash test waits for nothing: its server allows any number of posts a second. */
export const entry: AdapterEntry = {
  platform: "slack",
  needs: [["SLACK_BOT_TOKEN"]],
  load: async () => ({
    preview,
    create: (deps) => create(deps, { channel: 0, workspace: 0, patience: 30, request: 230 }),
  }),
};
