import type { AdapterEntry } from "../src/chat/adapter.ts";

/** Every platform: a folder beside this file and a line here. Loaded only when it is used. */
export const adapters: readonly AdapterEntry[] = [
  {
    platform: "slack",
    needs: [
      ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"],
      ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "PORT"],
    ],
    load: () => import("./slack/index.ts"),
  },
  { platform: "discord", needs: [["DISCORD_TOKEN"]], load: () => import("./discord/index.ts") },
  { platform: "local", needs: [], home: "local:me/terminal", load: () => import("./local/index.ts") },
];
