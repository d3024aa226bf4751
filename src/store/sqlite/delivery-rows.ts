import { known } from "../../model/paper.ts";
import type { Delivery, DeliveryKey, DeliveryKind, DeliveryPart, LedgerEntry, Outcome } from "../ledger.ts";

export interface Row {
  readonly channel: string;
  readonly kind: DeliveryKind;
  readonly date: string;
  readonly team: string;
  readonly place: string;
  readonly due_at: number;
  /** Tries that ended in an error. */
  readonly attempts: number;
  readonly tried_at: number;
  readonly intended: string | null;
  readonly waiting: string | null;
  readonly outcome: Outcome["kind"] | null;
  readonly reason: string | null;
}

export type PartRow = Omit<DeliveryPart, "papers" | "post"> & {
  readonly papers: string;
  readonly post: string | null;
};

export function keyOf({ channel, kind, date }: DeliveryKey): { channel: string; kind: string; date: string } {
  return { channel, kind, date };
}

export function toPart({ papers, post, ...row }: PartRow): DeliveryPart {
  return { ...row, papers: JSON.parse(papers), ...known({ post }) };
}

/** @param inherited whether somebody else held it */
export function toDelivery(row: Row, parts: readonly DeliveryPart[], inherited: boolean): Delivery {
  const { channel, kind, date, team, place, due_at, attempts: failures, tried_at, intended } = row;
  const frozen = intended === null ? {} : { parts, intended: JSON.parse(intended) };
  const [dueAt, triedAt] = [new Date(due_at), new Date(tried_at)];
  return { channel, kind, date, team, place, dueAt, failures, inherited, triedAt, ...frozen };
}

export function toEntry({ channel, kind, date, due_at, outcome, reason, waiting }: Row): LedgerEntry {
  return {
    channel,
    kind,
    date,
    dueAt: new Date(due_at),
    ...(outcome === null ? {} : { outcome: { kind: outcome, reason: reason ?? "" } }),
    ...known({ waiting }),
  };
}
