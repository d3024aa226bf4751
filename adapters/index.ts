import type { AdapterEntry } from "../src/chat/adapter.ts";

/** Every platform: a folder beside this file and a line here. Loaded only when it is used. */
export const adapters: readonly AdapterEntry[] = [
  {
    platform: "slack",
    needs: [
      ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"],
      ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "PORT"],
    ],
    loadSettings: () => import("./slack/settings.ts"),
    load: () => import("./slack/index.ts"),
  },
  {
    platform: "discord",
    needs: [["DISCORD_TOKEN"]],
    loadSettings: () => import("./discord/settings.ts"),
    load: () => import("./discord/index.ts"),
  },
  { platform: "local", needs: [], home: "local:me/terminal", load: () => import("./local/index.ts") },
];
