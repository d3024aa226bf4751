import { dayOf, localDate } from "../calendar/days.ts";
import type { AdapterEntry, ChatAdapter } from "../chat/adapter.ts";
import { type ChannelId, teamOf } from "../chat/incoming.ts";
import { say } from "../chat/message.ts";
import { composeDigest, composeNothingNew } from "../digest/compose.ts";
import { selectUnseen, shortlist } from "../digest/select.ts";
import { known } from "../model/paper.ts";
import { samplePapers } from "../sources/sample.ts";
import { openStore } from "../store/sqlite/index.ts";
import type { Store } from "../store/store.ts";
import { count } from "../text/clean.ts";
import type { Ground } from "./app.ts";
import { complain, type Host } from "./host.ts";
import { converse, refresh } from "./serve.ts";

/** What a channel gets that wishes nothing in particular: list days that candidates come from, papers at most. */
const usual = { window: 3, top: 10 } as const;
/** Milliseconds that the first digest waits for the source: longer where there is nothing else to show. */
const patience = { empty: 8000, stored: 1500 } as const;

/** The chat in the terminal: the newest list days, a digest as a channel would get it, then answers. */
export async function runTerminal(
  host: Host,
  ground: Ground,
  store: Store,
  entry: AdapterEntry,
  home: ChannelId,
): Promise<number> {
  const { papers: before } = await store.papers.reach();
  if (before === 0) complain(host, "Asking Hugging Face for the newest papers…");
  const trouble = await refresh(host, ground, store, before === 0 ? patience.empty : patience.stored);
  if ((await store.papers.reach()).papers === 0) {
    return runSample(host, ground, entry, home, trouble ?? "Hugging Face listed no papers");
  }
  return converse(host, ground, store, [entry], {
    collect: true,
    greet: (adapter) => postDigest(host, ground, store, adapter, home, trouble),
  });
}

/** The same on the bundled sample. It lives in memory: in the real store other platforms would show it. */
async function runSample(
  host: Host,
  ground: Ground,
  entry: AdapterEntry,
  home: ChannelId,
  trouble: string,
): Promise<number> {
  const memory = openStore(":memory:");
  const papers = samplePapers();
  await memory.papers.upsert(papers, host.clock());
  await memory.collection.recordHealth(ground.huggingFace.name, host.clock(), trouble);
  const line = `${trouble}, and nothing is stored yet: this is the bundled sample of ${count(papers.length, "paper")}.`;
  try {
    return await converse(
      { ...host, version: `${host.version}, on the bundled sample` },
      ground,
      memory,
      [entry],
      {
        collect: false,
        greet: async (adapter) => {
          await adapter.post(home, say(line));
          await postDigest(host, ground, memory, adapter, home);
        },
      },
    );
  } finally {
    await memory.close();
  }
}

async function postDigest(
  { clock }: Host,
  { settings }: Ground,
  store: Store,
  adapter: ChatAdapter,
  home: ChannelId,
  trouble?: string,
): Promise<void> {
  const now = clock();
  const date = localDate(now, settings.DEFAULT_TIME_ZONE);
  const days = await store.papers.newestListDays(dayOf(now), usual.window);
  const [newest = date] = days;
  const candidates = await store.papers.getMany(await store.papers.listed(days.at(-1) ?? newest, newest));
  const selection = selectUnseen(shortlist(candidates, { top: usual.top }, now), new Set());
  const parts = composeDigest(selection, { date, newest, layout: "list", ...known({ trouble }) });
  const shown = parts.length > 0 ? parts : [composeNothingNew(date, selection.unseen)];
  for (const { message, papers = [] } of shown) {
    const id = await adapter.post(home, message);
    await store.posts.record({ id, team: teamOf(home), channel: home, papers, kind: "digest" }, now);
  }
}
