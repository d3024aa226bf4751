import { UserError } from "../errors.ts";
import { count } from "../text.ts";
import { defineCommand, text } from "./command.ts";
import { readerOf } from "./list.ts";

const how = "To delete your saves, notes and watches: /papers forget me";

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
      await store.people.forget(reader, clock());
      return { message: { note: "Forgotten: your saves, notes, watches and lists are deleted." } };
    }
    const { saves, notes, watches } = await store.people.holdings(reader);
    const what = [count(saves, "save"), count(notes, "note"), count(watches, "watch", "watches")].join(", ");
    return {
      message: {
        title: "Delete everything of yours here?",
        note: `That is ${what}, for you and for your team's counts. It cannot be undone: /papers export json keeps a copy. Your name stays where you changed a channel's settings. To go on: /papers forget me now`,
        buttons: [
          { label: "Delete everything", action: "forget me now" },
          { label: "Export first", action: "export json" },
        ],
      },
    };
  },
});
