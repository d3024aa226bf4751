import type { AdapterEntry } from "../src/chat/adapter.ts";

/** Every platform: a folder beside this file and a line here. Loaded only when it is used. */
export const adapters: readonly AdapterEntry[] = [
  { platform: "local", needs: [], home: "local:me/terminal", load: () => import("./local/index.ts") },
];
