import { z } from "zod";
import { named, some, upTo } from "./strings.ts";
import { textProblems } from "./text.ts";

// Numbers: docs.slack.dev/reference/block-kit and the comments in @slack/types. Slack counts a text as it is sent, thus escaped.

const plain = (max: number) =>
  z.strictObject({ type: z.literal("plain_text"), text: some(max), emoji: z.boolean().optional() });
const mrkdwn = (max: number) =>
  z.strictObject({
    type: z.literal("mrkdwn"),
    text: some(max).superRefine((text, context) => {
      for (const message of textProblems(text)) context.addIssue({ code: "custom", message });
    }),
    // The default parses bare @here, #general and addresses once more.
    verbatim: z.literal(true),
  });
const either = (max: number) => z.discriminatedUnion("type", [plain(max), mrkdwn(max)]);
const address = upTo(3000).pipe(z.url({ protocol: /^https?$/ }));
const id = named(255);

const confirm = z.strictObject({
  title: plain(100).optional(),
  text: either(300),
  confirm: plain(30).optional(),
  deny: plain(30).optional(),
  style: z.enum(["primary", "danger"]).optional(),
});
const option = z.strictObject({
  text: plain(75),
  value: named(75),
  description: plain(75).optional(),
});
const button = z.strictObject({
  type: z.literal("button"),
  text: plain(75),
  action_id: id.optional(),
  url: address.optional(),
  value: named(2000).optional(),
  style: z.enum(["primary", "danger"]).optional(),
  confirm: confirm.optional(),
  accessibility_label: some(75).optional(),
});
const overflow = z.strictObject({
  type: z.literal("overflow"),
  action_id: id.optional(),
  options: z
    .array(option.extend({ url: address.optional() }))
    .min(1)
    .max(5),
  confirm: confirm.optional(),
});
const select = z.strictObject({
  type: z.literal("static_select"),
  action_id: id.optional(),
  placeholder: plain(150).optional(),
  options: z.array(option).min(1).max(100),
  initial_option: option.optional(),
  confirm: confirm.optional(),
  focus_on_load: z.boolean().optional(),
});
const picture = { image_url: address, alt_text: some(2000) };
const image = z.strictObject({ type: z.literal("image"), ...picture });
const input = z.strictObject({
  type: z.literal("plain_text_input"),
  action_id: id.optional(),
  placeholder: plain(150).optional(),
  initial_value: upTo(3000).optional(),
  multiline: z.boolean().optional(),
  min_length: z.int().min(0).max(3000).optional(),
  max_length: z.int().min(1).max(3000).optional(),
  focus_on_load: z.boolean().optional(),
});

const flag = z.boolean().optional();
const style = z.strictObject({ bold: flag, italic: flag, strike: flag, code: flag }).optional();
// Mentions of users, groups, channels and everyone are elements too. None is here: the bot calls nobody.
const piece = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), text: named(3000), style }),
  z.strictObject({ type: z.literal("link"), url: address, text: some(3000).optional(), style, unsafe: flag }),
  z.strictObject({ type: z.literal("emoji"), name: some(100), unicode: z.string().optional(), style }),
]);
const pieces = z.array(piece).min(1);
const part = z.strictObject({ type: z.literal("rich_text_section"), elements: pieces });
const border = z.int().min(0).max(1).optional();
const richText = z.discriminatedUnion("type", [
  part,
  z.strictObject({ type: z.literal("rich_text_quote"), elements: pieces, border }),
  z.strictObject({ type: z.literal("rich_text_preformatted"), elements: pieces, border }),
  z.strictObject({
    type: z.literal("rich_text_list"),
    style: z.enum(["bullet", "ordered"]),
    elements: z.array(part).min(1),
    indent: z.int().min(0).max(8).optional(),
    offset: z.int().min(0).optional(),
    border,
  }),
]);

const block_id = id.optional();
const block = z.discriminatedUnion("type", [
  z
    .strictObject({
      type: z.literal("section"),
      block_id,
      text: either(3000).optional(),
      fields: z.array(either(2000)).min(1).max(10).optional(),
      accessory: z.discriminatedUnion("type", [button, overflow, select, image]).optional(),
      expand: flag,
    })
    .refine(({ text, fields }) => text !== undefined || fields !== undefined, "a section without text"),
  z.strictObject({ type: z.literal("header"), block_id, text: plain(150) }),
  z.strictObject({
    type: z.literal("context"),
    block_id,
    elements: z
      .array(z.discriminatedUnion("type", [image, plain(3000), mrkdwn(3000)]))
      .min(1)
      .max(10),
  }),
  z.strictObject({
    type: z.literal("actions"),
    block_id,
    elements: z
      .array(z.discriminatedUnion("type", [button, overflow, select]))
      .min(1)
      .max(25),
  }),
  z.strictObject({ type: z.literal("divider"), block_id }),
  z.strictObject({ type: z.literal("image"), block_id, ...picture, title: plain(2000).optional() }),
  z.strictObject({ type: z.literal("rich_text"), block_id, elements: z.array(richText).min(1) }),
  z.strictObject({
    type: z.literal("input"),
    block_id,
    label: plain(2000),
    element: z.discriminatedUnion("type", [input, select]),
    hint: plain(2000).optional(),
    optional: flag,
    dispatch_action: flag,
  }),
]);

export type SlackBlock = z.output<typeof block>;
export type SlackElement = z.output<typeof button> | z.output<typeof overflow> | z.output<typeof select>;

/**
 * UTF-16 units of all texts of a message together. Slack does not document the number; it has answered msg_blocks_too_long from
 * about 13,200 on (github.com/slackapi/bolt-js/issues/2509), so this one is safe.
 */
const allText = 13_000;

/** The blocks of a message or, at most 100 of them, of a modal. */
export const blocksOf = (max: 50 | 100) =>
  z
    .array(block)
    .max(max)
    .superRefine((blocks, context) => {
      const complain = (message: string) => context.addIssue({ code: "custom", message });
      const twice = repeated(blocks.flatMap((each) => each.block_id ?? []));
      if (twice !== undefined) complain(`block_id ${twice} stands twice`);
      for (const each of blocks) {
        const again = repeated(elementsOf(each).flatMap(({ action_id }) => action_id ?? []));
        if (again !== undefined) complain(`action_id ${again} stands twice in a block`);
      }
      if (lengthOfTexts(blocks) > allText) complain(tooLong);
    });

export const tooLong = `more than ${allText} characters in all blocks`;

/** What a member can press or choose from in a block. */
export function elementsOf(each: SlackBlock): SlackElement[] {
  if (each.type === "actions") return each.elements;
  if (each.type === "section" && each.accessory && each.accessory.type !== "image") return [each.accessory];
  return [];
}

function repeated(names: readonly string[]): string | undefined {
  return names.find((name, index) => names.indexOf(name) !== index);
}

function lengthOfTexts(value: unknown): number {
  if (!(value instanceof Object)) return 0;
  const lengths = Object.entries(value).map(([key, inner]: [string, unknown]) =>
    key === "text" && typeof inner === "string" ? inner.length : lengthOfTexts(inner),
  );
  return lengths.reduce((sum, length) => sum + length, 0);
}
