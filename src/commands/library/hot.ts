import { z } from "zod";
import { rankByHeat, sayWarmth } from "../../digest/hot.ts";
import { quote } from "../../text/clean.ts";
import { type Arg, defineCommand, paging } from "../command.ts";
import { answerList } from "../list.ts";

const periods = { "7d": 7, "30d": 30 } as const;

const period: Arg<keyof typeof periods> = {
  form: "text",
  usage: "[7d|30d]",
  summary: "how far back; 7 days without it",
  choices: Object.keys(periods),
  schema: z
    .string()
    .default("7d")
    .transform((typed, context) => {
      const found = (Object.keys(periods) as (keyof typeof periods)[]).find(
        (one) => one === typed.toLowerCase(),
      );
      if (found) return found;
      context.addIssue(`${quote(typed)} is not a period here: /papers hot 7d, or /papers hot 30d`);
      return z.NEVER;
    }),
};

export const hot = defineCommand({
  name: "hot",
  synonyms: ["popular", "ours"],
  summary:
    "What this team cares about: ranked by its saves, shares, discussions and reactions, with upvotes beside.",
  args: { period, ...paging },
  example: "hot 30d",
  visibility: "user",
  async run({ period: named, page, top }, context) {
    const { caller, clock, store } = context;
    const days = periods[named];
    const since = new Date(clock().getTime() - days * 86_400_000);
    const warm = await store.activity.since(caller.team, since);
    const papers = await store.papers.getMany(warm.map(({ paper }) => paper));
    const upvotes = new Map(papers.map((paper) => [paper.id, paper.upvotes ?? 0]));
    const ranked = rankByHeat(
      warm.filter(({ paper }) => upvotes.has(paper)),
      upvotes,
    );
    return answerList(
      {
        title: `Hot with us, ${days} days`,
        lead: "3 points for each who saved it, 2 for each who shared or discussed it, 1 for each other reaction",
        papers: ranked.map(({ paper }) => paper),
        marks: Object.fromEntries(ranked.map((one) => [one.paper, sayWarmth(one)])),
        empty: `Nobody here has saved, shared or discussed a paper in ${days} days: react 🔖 to a digest to begin.`,
        command: `hot ${named}`,
      },
      { page, top },
      context,
    );
  },
});
