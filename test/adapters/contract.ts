import type { Bot } from "../../src/chat/adapter.ts";

/** What a platform's own tests know, so that one suite covers every platform: test/adapters/PLATFORM/contract.ts exports it as `contract`. */
export interface Contract {
  /** What the platform would refuse in a form, or take for markup, a mention or a link: one sentence each. */
  problems(form: unknown): readonly string[];
  /** Everything that the form shows, as people read it. */
  texts(form: unknown): readonly string[];
  /** The actions that its buttons carry, as the platform hands them back; absent where buttons are typed. */
  actions?(form: unknown): readonly string[];
  /** Milliseconds until a command is acknowledged while `bot` works on it; absent where nobody waits for that. */
  acknowledged?(bot: Bot): Promise<number | undefined>;
}
