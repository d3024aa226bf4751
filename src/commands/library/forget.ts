import type { Message } from "../../chat/message.ts";
import { withoutPerson } from "../../digest/without-person.ts";
import { UserError } from "../../errors.ts";
import { count } from "../../text/clean.ts";
import { defineCommand, text } from "../command.ts";
import { readerOf } from "../list.ts";

const how = "To delete your saves, notes and watches: /papers forget me";

const unname = (message: string, name: string): string =>
  JSON.stringify(withoutPerson(JSON.parse(message) as Message, name));

export const forget = defineCommand({
  name: "forget",
  summary: "Deletes your saves, notes and watches, after a confirmation.",
  args: { whom: { ...text("<me>", "you; nobody can be forgotten by others", how), choices: ["me"] } },
  example: "forget me",
  visibility: "user",
  async run({ whom }, { caller, clock, store }) {
    const typed = whom.toLowerCase();
    if (typed !== "me" && typed !== "me now") throw new UserError(how);
    const reader = readerOf(caller);
    if (typed === "me now") {
      await store.people.forget(reader, clock(), unname);
      return { message: { note: "Forgotten: your saves, notes, watches and lists are deleted." } };
    }
    const { saves, notes, watches } = await store.people.holdings(reader);
    const held = [
      saves > 0 && count(saves, "save"),
      notes > 0 && count(notes, "note"),
      watches > 0 && count(watches, "watch", "watches"),
    ].filter(Boolean);
    const what =
      held.length > 0
        ? `That is ${held.join(", ")}, for you and for your team's counts.`
        : "You have no saves, notes or watches here; done marks and the lists you asked for would go.";
    return {
      message: {
        title: "Delete everything of yours here?",
        note: `${what} It cannot be undone${saves > 0 ? ": /papers export json keeps a copy" : ""}. Your name stays where you changed a channel's settings. To go on: /papers forget me now`,
        buttons: [
          { label: "Delete everything", action: "forget me now" },
          ...(saves > 0 ? [{ label: "Export first", action: "export json" }] : []),
        ],
      },
    };
  },
});
