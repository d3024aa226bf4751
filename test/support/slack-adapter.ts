import { create, preview } from "../../adapters/slack/index.ts";
import type { AdapterEntry } from "../../src/chat/adapter.ts";

/** Slack's own adapter, which in a crash test hardly waits: its server allows any number of posts a second. PACE says how long else. */
const pace = { channel: 0, workspace: 0, patience: 30, margin: 10, request: 230 };

export const entry: AdapterEntry = {
  platform: "slack",
  needs: [["SLACK_BOT_TOKEN"]],
  load: async () => ({
    preview,
    create: (deps) => create(deps, { ...pace, ...JSON.parse(deps.env.PACE || "{}") }),
  }),
};
