import { z } from "zod";
import { blocksOf } from "./blocks.ts";
import { type Method, method, need, type Office, rootOf, SlackError, writable } from "./method.ts";
import { count, messageText, timestamp } from "./schema.ts";
import { some, upTo } from "./strings.ts";
import type { SlackView } from "./types.ts";
import { botUser, randomId } from "./workspace.ts";

const id = z.string().min(1);
const label = (max: number) =>
  z.strictObject({
    type: z.literal("plain_text"),
    text: some(max),
    emoji: z.boolean().optional(),
  });
const view = z
  .strictObject({
    type: z.literal("modal"),
    title: label(24),
    submit: label(24).optional(),
    close: label(24).optional(),
    blocks: blocksOf(100),
    private_metadata: upTo(3000).optional(),
    callback_id: upTo(255).optional(),
    external_id: upTo(255).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
  })
  .refine(
    ({ blocks, submit }) => submit || blocks.every(({ type }) => type !== "input"),
    "inputs need a submit",
  );

export const moreMethods: Readonly<Record<string, Method>> = {
  "files.getUploadURLExternal": method(
    {
      filename: id,
      length: count.pipe(z.int().min(1)),
      alt_text: z.string().optional(),
      snippet_type: id.optional(),
    },
    ({ filename, length }, office) => {
      need(office, "files:write");
      const file_id = randomId("F");
      office.uploads.set(file_id, { name: filename, length, content: undefined });
      return { upload_url: `${office.base}/upload/${file_id}`, file_id };
    },
  ),

  "files.completeUploadExternal": method(
    {
      files: z.array(z.strictObject({ id, title: z.string().optional() })).min(1),
      channel_id: id.optional(),
      thread_ts: timestamp.optional(),
      initial_comment: messageText.optional(),
    },
    (args, office) => {
      need(office, "files:write");
      const channel = args.channel_id === undefined ? undefined : writable(office, args.channel_id).id;
      if (channel !== undefined) rootOf(office, channel, args.thread_ts);
      const done = args.files.map(({ id: file, title }) => ({ ...uploaded(office, file), id: file, title }));
      for (const { name, title = name, content } of done)
        office.workspace.files.push({ channel, threadTs: args.thread_ts, name, title, content });
      if (channel !== undefined)
        office.workspace.add({
          channel,
          user: botUser,
          text: args.initial_comment ?? "",
          blocks: [],
          files: done.map(({ name }) => name),
          ...(args.thread_ts !== undefined && { threadTs: args.thread_ts }),
        });
      return { files: done.map(({ id: file, title }) => ({ id: file, title })) };
    },
  ),

  "views.open": method({ trigger_id: id, view }, (args, office) => {
    const leave = office.triggers.use(args.trigger_id);
    if ("error" in leave) {
      office.refused.push(`views.open: ${leave.error}`);
      throw new SlackError(leave.error);
    }
    const opened = { id: randomId("V"), hash: randomId(""), user: leave.user, view: args.view };
    office.workspace.views.push(opened);
    return { view: shown(opened) };
  }),

  "views.update": method({ view_id: id, view, hash: id.optional() }, (args, { workspace }) => {
    const index = workspace.views.findIndex((each) => each.id === args.view_id);
    const before = workspace.views[index];
    if (!before) throw new SlackError("not_found");
    if (args.hash !== undefined && args.hash !== before.hash) throw new SlackError("hash_conflict");
    const after = { ...before, hash: randomId(""), view: args.view };
    workspace.views[index] = after;
    return { view: shown(after) };
  }),
};

/** A file whose bytes have come, all of them. */
function uploaded({ uploads, refused }: Office, file: string): { name: string; content: string } {
  const upload = uploads.get(file);
  if (upload?.content !== undefined) {
    uploads.delete(file);
    return { name: upload.name, content: upload.content };
  }
  refused.push(`files.completeUploadExternal: ${file} was not uploaded, or is complete`);
  throw new SlackError("file_not_found");
}

/** A view as Slack gives it out. */
export function shown({ id: name, hash, view: given }: SlackView): object {
  return { id: name, hash, root_view_id: name, state: { values: {} }, private_metadata: "", ...given };
}
