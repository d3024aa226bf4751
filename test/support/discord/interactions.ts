import { setTimeout as wait } from "node:timers/promises";
import { deadline } from "../deadline.ts";
import { newId, randomId } from "./ids.ts";
import { problem } from "./problem.ts";
import type { Ack, DiscordMessage, DiscordOptions, Json, Sent } from "./types.ts";
import type { Place } from "./world.ts";

/** Milliseconds that a test waits for an answer. */
const patience = 8000;

export interface Origin {
  /** 2 a command, 3 a component, 4 autocomplete, 5 a modal. */
  readonly kind: 2 | 3 | 4 | 5;
  readonly place: Place;
  readonly user: string;
  /** For people: what it is. */
  readonly label: string;
  /** The message whose component it was. */
  readonly on?: DiscordMessage;
}

/** One thing that a member did, and everything that the bot answered to it. */
export interface Interaction extends Origin {
  readonly id: string;
  readonly token: string;
  readonly startedAt: number;
  readonly acks: Ack[];
  readonly answers: DiscordMessage[];
  /** The id of what @original names. */
  original: string | undefined;
  /** An answer was promised and has not come. */
  isLoading: boolean;
  /** The first callback may not come any more. */
  isLate: boolean;
  /** The first callback came in time, or it is too late for it. */
  readonly settled: Promise<void>;
  settle(): void;
}

export type Interactions = ReturnType<typeof createInteractions>;

/** Interactions under way: three seconds for the first answer, and fifteen minutes for the others. */
export function createInteractions(refused: string[], options: DiscordOptions) {
  const { answerWithin = 3000, tokenLife = 15 * 60_000 } = options;
  const byToken = new Map<string, Interaction>();
  const sent = new WeakMap<Sent, Interaction>();
  const deadlines = new Set<() => void>();

  const expire = (interaction: Interaction, isBlamed: boolean): (() => void) => {
    const end = deadline(answerWithin, () => {
      interaction.isLate = true;
      if (interaction.acks.length === 0 && isBlamed)
        refused.push(`no answer to ${interaction.label} within ${answerWithin} ms`);
      interaction.settle();
    });
    deadlines.add(end);
    return end;
  };

  return {
    begin(origin: Origin): Interaction {
      const { promise, resolve } = Promise.withResolvers<void>();
      const interaction: Interaction = {
        ...{ ...origin, id: newId(), token: `${randomId()}${randomId()}`, startedAt: Date.now() },
        ...{
          acks: [],
          answers: [],
          original: undefined,
          isLoading: false,
          isLate: false,
          settled: promise,
          settle: resolve,
        },
      };
      byToken.set(interaction.token, interaction);
      return interaction;
    },

    /** Waits for the first callback. What did not reach the bot is not the bot's fault. */
    async watch(interaction: Interaction, reached: "sent" | "kept" | "lost"): Promise<Sent> {
      if (reached === "lost") interaction.settle();
      const answered = reached === "lost" ? undefined : expire(interaction, reached === "sent");
      await interaction.settled;
      answered?.();
      if (answered) deadlines.delete(answered);
      const made = sentOf(interaction);
      sent.set(made, interaction);
      return made;
    },

    of(made: Sent): Interaction {
      const found = sent.get(made);
      if (!found) throw new Error("that was not sent by this server");
      return found;
    },

    /** For a first answer. */
    unanswered(id: string | undefined, token: string | undefined): Interaction {
      const found = byToken.get(token ?? "");
      if (!found || found.id !== id) throw problem("unknownInteraction");
      if (found.acks.length > 0) throw problem("alreadyAnswered");
      if (found.isLate) throw problem("unknownInteraction");
      return found;
    },

    /** For everything behind the first answer. */
    answered(token: string | undefined): Interaction {
      const found = byToken.get(token ?? "");
      if (!found || found.acks.length === 0) throw problem("unknownWebhook");
      if (Date.now() - found.startedAt > tokenLife) throw problem("expiredToken");
      return found;
    },

    stop(): void {
      for (const end of deadlines) end();
      for (const { settle } of byToken.values()) settle();
    },
  };
}

function sentOf({ id, acks, answers, label }: Interaction): Sent {
  return {
    id,
    acks,
    answers,
    get ackedAfter() {
      return acks[0]?.after;
    },
    get deferred() {
      return acks[0]?.type === 5 || acks[0]?.type === 6;
    },
    get modal() {
      return acks[0]?.type === 9 ? (acks[0].data as Json) : undefined;
    },
    async answer(n = 1) {
      const end = Date.now() + patience;
      let found = answers[n - 1];
      while (!found) {
        if (Date.now() > end) throw new Error(`${answers.length} of ${n} answers to ${label} came`);
        await wait(5);
        found = answers[n - 1];
      }
      return found;
    },
  };
}
